"""`python -m grader.packages.exercism SLUG IN OUT SETTINGS`: a test runner of Exercism, for one exercise in IN."""

from __future__ import annotations

import sys
from pathlib import Path

from grader.checks import exercises
from grader.classroom.grades import UNGRADABLE, Submission
from grader.packages.session import grade
from grader.reports.exercism import results
from grader.scorecard import Scorecard
from grader.written import write_json

_SECONDS = 18.0  # Exercism ends a test runner after 20


def main(slug: str, given: Path, out: Path, settings: Path) -> int:
    """Grade one exercise and write OUT/results.json; the exit status is 0 whatever the grade."""

    def tell(submission: Submission, scorecard: Scorecard) -> None:
        write_json(out / "results.json", results(submission))

    if slug in exercises():
        grade(given, tell, names=[slug], settings=settings, seconds=_SECONDS)
    else:
        reason = f"there is no exercise {slug}; there are {', '.join(exercises())}"
        tell(Submission("", "", status=UNGRADABLE, reason=reason), Scorecard())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(Path, sys.argv[2:5])))
