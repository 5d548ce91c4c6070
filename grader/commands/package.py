"""`grader package SYSTEM --out FILE`: pack the kit for another system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.errors import BadInput
from grader.manifest import ROOT
from grader.packages.archive import pack, systems

EXAMPLES = (
    "grader package gradescope --out autograder.zip",
    "grader package classroom50 --out bundle.zip",
    "grader package exercism --out runner.zip",
)


def package(
    system: Annotated[str, typer.Argument(help=f"One of {', '.join(systems())}.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The zip file to write.")],
) -> None:
    """Pack the kit for another system.

    The same checkout gives the same bytes everywhere. The points and limits that its pyproject.toml sets go along.
    """
    packed = pack(system, ROOT)
    try:
        out.write_bytes(packed)
    except OSError as error:
        raise BadInput(f"--out {out}: the file cannot be written: {error.strerror}") from None
    print(f"{out}: the kit for {system}")
