"""One student's file, and everything that was recorded of it: each run is made once, when a check first asks."""

from __future__ import annotations

import ast
import functools
import io
import tokenize
import warnings
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.recording import staging
from grader.recording.recording import Recording
from grader.recording.runner import Change, Functions, Returned, Runner

_CONFIRMING = 30.0  # real seconds that a run may take which confirms a doubtful one
_HINT_FOR_ENCODING = "save the file in UTF-8, and say no other encoding in it"
_ENDLESS = 20.0  # the same, for one that did not end on the virtual clock either; what is asked for takes 15 s


@dataclass(frozen=True)
class Unreadable:
    """Why a file is no program at all: what was seen, what helps, and where."""

    seen: str
    hint: str
    line: int | None = None


class Script:
    """A student's file. Its recordings are made on demand by `runner` and kept; close it to end its processes."""

    def __init__(self, path: Path, runner: Runner, *, companions: Sequence[Path] = ()) -> None:
        self.path = path
        self.confirming = False  # runs are made, and judged, on the real clock
        self.used: list[Recording] = []  # what the present check has looked at
        self.notes: list[str] = []
        self._runner = runner
        self._companions = [file for file in companions if file != path]
        self._recordings: dict[tuple[tuple[str, ...], Change, bool], Recording] = {}
        self._imports: dict[tuple[str, ...], Functions] = {}
        self._session: tuple[tuple[str, ...], Functions] | None = None  # one at a time, and none during a run
        self._fatal: dict[str, Returned] = {}
        self._open = ExitStack()

    @property
    def name(self) -> str:
        """The file's name, as the student knows it."""
        return self.path.name

    def close(self) -> None:
        """End the process whose functions were called."""
        self._session = None
        self._open.close()

    @functools.cached_property
    def unreadable(self) -> Unreadable | None:
        """Why the file is no Python program, or None when it is one."""
        content = self._content
        return content if isinstance(content, Unreadable) else _why_unreadable(content, self.name)

    @functools.cached_property
    def source(self) -> str:
        """The text of the file, as far as it is there and is text."""
        return "" if isinstance(self._content, Unreadable) else self._content.decode("utf-8", "replace")

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the file (of an empty one where it cannot be read)."""
        if self.unreadable or isinstance(self._content, Unreadable):
            return ast.Module([], [])
        return _parse(self._content, self.name)

    @functools.cached_property
    def _content(self) -> bytes | Unreadable:
        try:
            return staging.read(self.path)
        except staging.Unfit as trouble:
            return Unreadable(trouble.seen, trouble.hint)

    @property
    def not_started(self) -> bool:
        """Tell whether the file is a stub still: no function has a body, and the script does nothing."""
        return self.unreadable is None and not _does_something(self.tree)

    def run(self, *argv: str, change: Change = None) -> Recording:
        """Return the recording of the script, run with these arguments."""
        known = self._recordings.get((argv, change, False))
        again = self.confirming and (known is None or known.clock == "real" or known.in_doubt)
        key = (argv, change, again)
        if key not in self._recordings:
            self.close()
            recording = self._runner.record(
                self.path,
                argv,
                companions=self._companions,
                change=change,
                clock="real" if again else None,
                patience=_ENDLESS if known is not None and not known.finished else _CONFIRMING,
            )
            self._recordings[key] = recording
            self._note(recording)
        self.used.append(self._recordings[key])
        return self._recordings[key]

    def shown_runs(self) -> list[Recording]:
        """Return a run for each command line that was tried, if there is one of the script as it is that one."""
        runs: dict[tuple[str, ...], Recording] = {}
        for (argv, changed, again), each in self._recordings.items():
            if not again and each.ending.how != "unable" and (argv not in runs or not changed):
                runs[argv] = each
        return [runs[argv] for argv in sorted(runs, key=lambda argv: [(len(word), word) for word in argv])]

    def pids(self) -> set[int]:
        """Return the PIDs of the processes that were recorded."""
        runs = [*self._recordings.values(), *(each.recording for each in self._imports.values())]
        return {pid for run in runs for pid in run.pids()}

    def functions(self, *argv: str) -> Functions:
        """Return the functions of the file, imported with these arguments on the command line, ready to be called.

        Without arguments, if it can be imported so: then they make no difference, and one import is enough.
        """
        if argv and not self._fails(self.imported()):
            argv = ()
        imported = self._imports.get(argv)
        if imported is not None and imported.importing_ended:  # it would only end again
            return imported
        if self._session is None or self._session[0] != argv or self._session[1].over:
            self.close()
            functions = self._open.enter_context(self._runner.functions(self.path, argv, companions=self._companions))
            self._session = argv, functions
            self._imports.setdefault(argv, functions)
        return self._session[1]

    @staticmethod
    def _fails(imported: Functions) -> bool:
        return imported.importing_ended or imported.recording.uncaught is not None

    def call(self, function: str, *args: Any, argv: Sequence[str] = ()) -> Returned:
        """Call a function of the file, imported with `argv`, and return what came of it.

        A function that once ended its process, or never came back, is not called again: each time would cost
        seconds, and what came of it is known.
        """
        if function not in self._fatal:
            returned = self.functions(*argv).call(function, *args)
            if returned.ending is None:
                return returned
            self._fatal[function] = returned
        return self._fatal[function]

    def imported(self, *argv: str) -> Functions:
        """Return the file as imported with these arguments, to see what that did; its functions may be gone."""
        known = self._imports.get(argv)
        return self.functions(*argv) if known is None else known

    def forget_recordings(self) -> None:
        """Let every run that is asked for from now on be made anew."""
        self._recordings.clear()

    def _note(self, recording: Recording) -> None:
        if recording.left_running:
            count = len(recording.left_running)
            were = "process was" if count == 1 else "processes were"
            self._add_note(f"{count} {were} still running when {self.name} had ended")
        for stream, size in recording.output_cut.items():
            self._add_note(f"{self.name} wrote more to {stream} than is kept: {size} bytes in the middle were left out")

    def _add_note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _why_unreadable(source: bytes, name: str) -> Unreadable | None:
    if not source.strip():
        return Unreadable("the file is empty", "start from the stub of this exercise; did the editor save the file?")
    if b"\0" in source:
        return Unreadable(
            "the file contains null bytes, so it is not a text file",
            "save it as plain text in UTF-8; a word processor's document or UTF-16 will not do",
        )
    try:
        source.decode(tokenize.detect_encoding(io.BytesIO(source).readline)[0])
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        seen = f"line {line}: SyntaxError: the byte {source[error.start]:#04x} is not {error.encoding.upper()}"
        return Unreadable(seen, "save the file in UTF-8", line)
    except SyntaxError as error:
        return Unreadable(f"SyntaxError: {error.msg}", _HINT_FOR_ENCODING)
    except (LookupError, UnicodeError) as error:  # a codec that is none for text, or one that fails in its own way
        return Unreadable(f"the encoding that the file names cannot be used: {error}", _HINT_FOR_ENCODING)
    try:
        _parse(source, name)
    except SyntaxError as error:
        return _why_no_python(error)
    except (ValueError, RecursionError, MemoryError) as error:
        reason = str(error) or "it is nested too deep"
        return Unreadable(f"Python cannot read the file: {reason}", "simplify it until python can import it")
    return None


def _parse(source: bytes, name: str) -> ast.Module:
    with warnings.catch_warnings():  # a warning about the student's text is not ours to raise
        warnings.simplefilter("ignore")
        return ast.parse(source, name)


def _why_no_python(error: SyntaxError) -> Unreadable:
    message = error.msg
    if error.text is None or "codec" in message or "encoding" in message:
        place = f" in line {error.lineno}" if error.lineno and "(unicode error)" not in message else ""
        hint = "save the file in UTF-8" if "utf" in message.lower() or "codec" in message else "correct it first"
        return Unreadable(f"Python cannot read the file{place}: {type(error).__name__}: {message}", hint, error.lineno)
    source = error.text.rstrip("\n")
    shown = source.lstrip()
    column = max(0, (error.offset or 1) - 1 - (len(source) - len(shown)))
    picture = f"line {error.lineno}: {type(error).__name__}: {message}\n    {shown[:70]}"
    if column < 70:
        picture += "\n    " + " " * column + "^"
    return Unreadable(picture, "correct this line first; the cause may stand in the line before", error.lineno)


def _does_something(tree: ast.Module) -> bool:
    """Tell whether any statement does; not by recursion, as a chain of elifs is as deep as it is long."""
    nodes: list[ast.stmt] = list(tree.body)
    while nodes:
        node = nodes.pop()
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.If)):
            nodes += [*node.body, *getattr(node, "orelse", [])]
        elif not _does_nothing(node):
            return True
    return False


def _does_nothing(node: ast.stmt) -> bool:
    if isinstance(node, ast.Raise):
        return "NotImplementedError" in ast.dump(node)
    is_constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_constant or isinstance(node, (ast.Import, ast.ImportFrom, ast.Pass))
