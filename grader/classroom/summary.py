"""What a grading says at its end, in a few lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.classroom.grades import GRADED, Grades
from grader.printable import printable
from grader.scorecard import points

_MOST_SHOWN = 10


@dataclass
class Summary:
    """How many were graded, what they earned on average, and who could not be graded, with the reason."""

    max_score: float
    remarks: list[str]
    students: int = 0
    graded: int = 0
    total: float = 0.0
    unjudged: list[str] = field(default_factory=list)
    ungradable: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)  # for the grader's own trouble

    @classmethod
    def of(cls, grades: Grades) -> Summary:
        """Go through a class once."""
        summary = cls(grades.max_score, grades.remarks)
        for submission in grades.submissions:
            summary.students += 1
            if submission.status == GRADED:
                summary.graded += 1
                summary.total += submission.score
                if submission.unjudged:
                    summary.unjudged.append(submission.id)
            else:
                who = summary.failed if submission.grader_failed else summary.ungradable
                who.append((submission.id, submission.reason or ""))
        return summary

    def lines(self) -> list[str]:
        """Return the summary as it is printed."""
        first = f"{self.graded} of {self.students} graded"
        if self.graded:
            first += f", {self.total / self.graded:.1f} of {points(self.max_score)} points on average"
        lines = [f"note: {printable(remark)}" for remark in self.remarks] + [first]
        if self.ungradable:
            lines.append(f"{len(self.ungradable)} not gradable:")
            lines += [f"  {name}  {printable(reason)}" for name, reason in self.ungradable[:_MOST_SHOWN]]
            lines += _more(len(self.ungradable))
        if self.unjudged:
            lines.append(f"{len(self.unjudged)} with points that this machine could not judge; grade them again:")
            lines += [f"  {name}" for name in self.unjudged[:_MOST_SHOWN]] + _more(len(self.unjudged))
        return lines


def _more(number: int) -> list[str]:
    return [f"  and {number - _MOST_SHOWN} more"] if number > _MOST_SHOWN else []
