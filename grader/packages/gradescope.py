"""`python -m grader.packages.gradescope FOLDER`: grade the submission in Gradescope's folder, `/autograder` there.

It runs as root, as Gradescope's containers do; the student's code runs as the user `student`, whom setup.sh has made,
and who may read neither this folder nor the results.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader.classroom.grades import Submission
from grader.packages.session import grade
from grader.reports.gradescope import results
from grader.scorecard import Scorecard
from grader.written import write_json

_STUDENT = "student"
_MEMORY = 400 << 20  # bytes of a run: a default container has 768 MB in all
_PRIVATE = ("source", "results", "submission", "submission_metadata.json")


def main(folder: Path) -> int:
    """Grade, and write results.json again and again; the exit status is 0 whatever the grade."""
    for name in _PRIVATE:
        if (folder / name).exists():
            (folder / name).chmod((folder / name).stat().st_mode & ~0o007)
    (folder / "results").mkdir(exist_ok=True)

    def tell(submission: Submission, scorecard: Scorecard) -> None:
        write_json(folder / "results/results.json", results(submission))

    tell(Submission("", "", remarks=["The grading was cut off before any claim was judged."]), Scorecard())
    grade(
        folder / "submission",
        tell,
        settings=folder / "source/kit/pyproject.toml",
        memory=_MEMORY,
        options=[f"--run-as={_STUDENT}"],
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
