"""The command `grader`. Typer is imported only when it runs: `pytest exercises` does without."""

from __future__ import annotations

import sys

from grader.errors import BadInput, extra


def main() -> int:
    """Run the command; the exit status is 2 where what was typed or handed in cannot be used."""
    try:
        with extra("classroom"):
            from grader.commands import application

            app = application()
        app()
    except BadInput as error:
        print(f"grader: {error}", file=sys.stderr)
        return 2
    return 0
