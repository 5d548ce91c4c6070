"""`python -m grader.packages.classroom50`: grade the student's checkout, in which Classroom 50 starts its graders.

Reads what its environment says, writes result.json and release-body.md into the present folder.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timezone
from pathlib import Path

from grader.classroom.grades import Submission
from grader.errors import BadInput
from grader.packages.session import grade
from grader.reports import github
from grader.reports.classroom50 import require, result
from grader.scorecard import Scorecard
from grader.written import write_json


def main(settings: Path) -> int:
    """Grade; the exit status is 0 whatever the grade, and 2 where the grader itself could not do its work."""
    checkout, failures = Path.cwd(), []

    def tell(submission: Submission, scorecard: Scorecard) -> None:
        if submission.grader_failed:
            failures.append(submission.reason)
        write_json(checkout / "result.json", result(submission, os.environ, datetime.now(timezone.utc)))
        body = f"{submission.reason}\n" if submission.reason else github.summary(scorecard)
        (checkout / "release-body.md").write_text(body, "utf-8")

    try:
        require(os.environ)
    except BadInput as error:
        failures.append(str(error))
    else:
        grade(checkout, tell, settings=settings)
    for failure in failures:
        print(f"grader: {failure}", file=sys.stderr)
    return 2 if failures else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
