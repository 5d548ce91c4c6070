"""`grader timeline SCRIPT [ARGUMENT ...]`: see which worker runs which call when."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.collection import companions
from grader.errors import BadInput
from grader.grading import run_of
from grader.recording import staging
from grader.recording.runner import Options, Runner
from grader.reports.timeline import timeline_of
from grader.settings import CLOCKS, START_METHODS

EXAMPLES = (
    "grader timeline exercises/future.py 1 2 4 8",
    "grader timeline exercises/applyasync.py",
    "grader timeline exercises/future.py 3 --start-method spawn",
)


def timeline(
    script: Annotated[Path, typer.Argument(help="The script to run.")],
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[ARGUMENT]...", help="Run it once with each of these as sys.argv[1].")
    ] = None,
    clock: Annotated[str, typer.Option(help=f"The clock: {' or '.join(CLOCKS)}.")] = "virtual",
    start_method: Annotated[str, typer.Option(help=f"The default one: {', '.join(START_METHODS)}.")] = "fork",
) -> None:
    """Run a script, once for each argument, and draw which worker ran which of its calls when."""
    _require(clock, CLOCKS, "--clock")
    _require(start_method, START_METHODS, "--start-method")
    if not script.exists():
        raise BadInput(f"{script}: there is no such file")
    try:
        staging.read(script)
    except staging.Unfit as trouble:
        raise BadInput(f"{script}: {trouble}") from None
    with Runner(Options(clock, start_method)) as runner:
        for argv in [[argument] for argument in arguments or []] or [[]]:
            others = [file for file in companions(script) if file.name != script.name]
            recording = runner.record(script.absolute(), argv, companions=others)
            if recording.ending.how == "unable":
                raise BadInput(f"this machine cannot tell: {recording.ending.reason}")
            print("\n".join(timeline_of(run_of(recording))))  # not typer.echo: where stdout is ASCII, it writes UTF-8


def _require(value: str, choices: tuple[str, ...], option: str) -> None:
    if value not in choices:
        raise BadInput(f"{option} {value}: expected one of {', '.join(choices)}")
