"""`grader verify`: is this checkout fit for grading?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from grader import verifying
from grader.errors import BadInput
from grader.manifest import ROOT
from grader.verifying import NOTE, OK, PROBLEM, Finding

EXAMPLES = (
    "grader verify",
    "grader verify --instructor",
    "grader verify --json",
)
_COLOURS = {OK: "green", NOTE: "yellow", PROBLEM: "red"}


def verify(
    folder: Annotated[
        Path, typer.Argument(help="The checkout; without it, the one that this command is from.", show_default=False)
    ] = ROOT,
    instructor: Annotated[
        bool, typer.Option("--instructor", help="Grade stubs and solutions, and look into the corpus, too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Tell whether a checkout is fit for grading on this machine, and what to do where it is not.

    A note is no problem: grading works, but with less. The exit status is 0 when it is fit, and 1 when it is not.
    """
    if not folder.is_dir():
        raise BadInput(f"{folder} is no folder: give that of a checkout of the kit")
    findings = []
    for finding in _findings(folder, instructor):
        findings.append(finding)
        if not as_json:
            _print(finding)
    fit = all(finding.status != PROBLEM for finding in findings)
    if as_json:
        print(
            json.dumps({"schema": "verify/v1", "fit": fit, "findings": [asdict(each) for each in findings]}, indent=1)
        )
    else:
        print("fit for grading" if fit else "not fit for grading: do what the arrows say, then verify again")
    raise typer.Exit(0 if fit else 1)


def _findings(folder: Path, instructor: bool) -> Iterator[Finding]:
    yield from verifying.verify(folder)
    if instructor:
        yield from verifying.verify_for_instructors(folder)


def _print(finding: Finding) -> None:
    word = typer.style(f"{finding.status:7}", fg=_COLOURS[finding.status])
    typer.echo(f"{word}  {finding.name:12}  {finding.seen}")
    if finding.repair:
        typer.echo(f"{'':23}-> {finding.repair}")
