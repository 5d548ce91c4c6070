"""The command `grader`. Typer is imported only when it runs: `pytest exercises` does without."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from grader.errors import BadInput, Stopped, Unread, extra
from grader.printable import write_in_any_encoding

_FAILED, _UNUSABLE = 1, 2
_INTERRUPTED, _UNREAD = 130, 141  # 128 and the number of the signal, as a shell gives it: SIGINT, SIGPIPE


def main() -> int:
    """Run the command, and return its exit status.

    It is 2 where what was typed or handed in cannot be used, 1 where the system refuses a file or the output cannot be
    written, 130 after Ctrl-C, and 141 where nobody reads the output to its end, as `| head` does.
    """
    write_in_any_encoding()
    try:
        return _run()
    except BadInput as error:
        return _end(str(error), _UNUSABLE)
    except (KeyboardInterrupt, Stopped):
        return _end("stopped", _INTERRUPTED)
    except (BrokenPipeError, Unread):
        _let_go(sys.stdout)
        return _UNREAD
    except OSError as error:
        if error.filename is None:
            _let_go(sys.stdout)
        return _end(_trouble(error), _FAILED)


def _run() -> int:
    with extra("classroom"):
        from grader.commands import application

        app = application()
    try:
        app()
    except SystemExit as ended:  # Typer's way to end
        status = ended.code
    if sys.stdout is not None:  # as it is where it was closed
        sys.stdout.flush()  # here, and not when the interpreter ends: it would show a traceback
    return status if isinstance(status, int) else 0


def _trouble(error: OSError) -> str:
    """Return what is the matter; an error of writing to what is open already, as the output is, names no file."""
    if error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return f"the output, as it seems, cannot be written: {error.strerror or error}"


def _end(text: str, status: int) -> int:
    try:
        print(f"grader: {text}", file=sys.stderr, flush=True)
    except OSError:  # nobody is left who could be told: the status has to do
        _let_go(sys.stderr)
    return status


def _let_go(stream: TextIO | None) -> None:
    """Send what a stream still holds to nowhere: the interpreter writes it out when it ends."""
    if stream is None:
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
