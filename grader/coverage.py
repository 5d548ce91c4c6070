"""How much of what there is to check a session has checked: all, some of the exercises, or some of their claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from grader.checks import checks_of, exercises
from grader.scorecard import Exercise, Scorecard


@dataclass(frozen=True)
class Coverage:
    """What was run, of what was asked for, and with which exercise to go on."""

    run: int  # claims
    claims: int  # as many as there are in the files that were asked for
    is_whole: bool = True  # every claim of every exercise was run
    following: str | None = None  # the file, as it is shown, of the exercise that comes next; None behind the last one
    interrupted: bool = False


EVERYTHING = Coverage(0, 0)


def coverage_of(scorecard: Scorecard, asked: Iterable[str] = (), *, interrupted: bool = False) -> Coverage:
    """Return how far a session came; `asked` are the files that it was asked to check, as they are shown.

    What was asked for and never run, after -x for example, stands on no scorecard. Exercises that lie, or should lie,
    in the same folder are known without being asked for.
    """
    run = {PurePosixPath(exercise.path): len(_checked(exercise)) for exercise in scorecard.exercises}
    files = dict.fromkeys([*run, *map(PurePosixPath, asked)])
    folders = dict.fromkeys(file.parent for file in files)
    known = [folder / f"{name}.py" for folder in folders for name in exercises()]
    whole = [file for file in known if run.get(file, 0) == _claims(file)]
    following = _following(known, whole, [file for file in run if file not in whole])
    shown = None if following is None else str(following)
    claims = sum(map(_claims, files))
    return Coverage(sum(run.values()), claims, whole == known, shown, interrupted)


def _following(
    known: Sequence[PurePosixPath], whole: Sequence[PurePosixPath], begun: Sequence[PurePosixPath]
) -> PurePosixPath | None:
    """Return an exercise of which only some claims were run, or else the first one behind the last that is whole."""
    latest = max(map(known.index, whole), default=-1)
    return next(iter((*begun, *known[latest + 1 :])), None)


def _checked(exercise: Exercise) -> set[str]:
    """Return the names of the checks that were run: once each, also of those that are run with several parameters."""
    return {check.id.partition("[")[0] for check in exercise.checks}


def _claims(file: PurePosixPath) -> int:
    return len(checks_of(file.stem))
