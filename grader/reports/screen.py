"""A class, or one student of it, in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.classroom.grades import Grades, Kit, Submission
from grader.reports import terminal
from grader.reports.overview import Claim, Overview, Row
from grader.reports.text import visible
from grader.scorecard import Scorecard, points

_MOST = 5  # claims, and students in need, that are listed before the table
_PIPE = 200  # columns where there is no terminal


class _Screen(Console):
    def on_broken_pipe(self) -> None:
        raise  # the BrokenPipeError that is being handled: how a command ends is not for Rich to say


def console() -> Console:
    """Return what is written to: colours on a terminal only, and no line broken in a pipe."""
    made = _Screen(highlight=False, markup=False, emoji=False)
    return made if made.is_terminal else _Screen(highlight=False, markup=False, emoji=False, width=_PIPE)


def write_line(to: Console, text: str, **style: bool | str) -> None:
    """Write a line as it is; `style` names what it is drawn in: bold=True, green=True."""
    to.print(Text(visible(text), style=" ".join(name for name, on in style.items() if on)), soft_wrap=True)


def write_class(grades: Grades, to: Console) -> None:
    """Write how many there are, who needs help, what was not understood, and a table of all."""
    overview = Overview.of(grades)
    graded = len(overview.graded)
    write_line(to, f"{grades.layout or 'a class'}: {len(overview.rows)} students, {graded} graded", bold=True)
    write_line(to, f"median {points(overview.median)} of {points(grades.max_score)}")
    for remark in grades.remarks:
        write_line(to, f"note: {remark}", yellow=True)
    _write_need(overview, to)
    _write_claims([claim for claim in overview.claims if claim.failed], to)
    write_line(to, "")
    to.print(_table(overview))


def write_student(submission: Submission, kit: Kit, to: Console) -> None:
    """Write everything about one student: state, notes, and the claims with their messages."""
    late = ", late" if submission.late else ""
    write_line(to, f"{submission.name} ({submission.id}{late})", bold=True)
    for note in submission.notes:
        write_line(to, f"note: {note}", yellow=True)
    if submission.reason is not None:
        write_line(to, f"not gradable: {submission.reason}", red=True)
        return
    scorecard = Scorecard(submission.exercises, kit.clock, kit.sandbox, submission.remarks)
    terminal.write(scorecard, lambda text, **style: write_line(to, text, **style), verbosity=1)


def _write_need(overview: Overview, to: Console) -> None:
    need = overview.in_need
    write_line(to, "")
    write_line(to, f"who needs help: {len(need)}", bold=True)
    for row in need[:_MOST]:
        write_line(to, f"  {_one_line(row.name)}  {_score(row)}  {_one_line(row.first)}".rstrip())
    if len(need) > _MOST:
        write_line(to, f"  and {len(need) - _MOST} more, see the table")


def _write_claims(claims: list[Claim], to: Console) -> None:
    write_line(to, "")
    write_line(to, "what the class did not get" if claims else "no claim failed", bold=True)
    for claim in claims[:_MOST]:
        write_line(to, f"  {claim.failed} of {claim.judged}  {claim.exercise}: {_one_line(claim.text)}")
        if claim.commonest:
            cause, _, count = claim.commonest
            write_line(to, f"      most often ({count}): {_one_line(cause)}", dim=True)


def _table(overview: Overview) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("student", "key"):
        table.add_column(title, overflow="fold")
    for title in ("score", *overview.exercises):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("first to mend", overflow="fold")
    for row in overview.rows:
        scores = [points(row.scores[name]) if name in row.scores else "-" for name in overview.exercises]
        cells = [_one_line(row.name), row.key, _score(row), *scores, _one_line(row.first)]
        table.add_row(*(Text(visible(cell)) for cell in cells), style="red" if row.needs_help else "")
    return table


def _score(row: Row) -> str:
    if row.state == "ungradable":
        return "not gradable"
    return f"{points(row.score)}{f' ({points(row.unjudged)} not checked)' if row.unjudged else ''}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
