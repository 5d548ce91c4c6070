"""Runs one student's file in this process: as a script, or as a module whose functions are called on demand."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
import traceback
import types
from multiprocessing import process
from typing import Any, NoReturn

from grader.recording.inside import recorder
from grader.recording.inside.shim import RealTime, VirtualTime
from grader.recording.inside.values import describe_error, encode
from grader.recording.inside.wire import Wire

try:
    import resource  # here, once for all runs of a launcher
except ImportError:  # Windows: the grader's own watch over the tree is the only limit
    resource = None  # type: ignore[assignment]

_NOT_FLUSHED = 120  # the interpreter's exit status when the standard streams cannot be flushed


def run(request: dict[str, Any]) -> None:
    """Become the student's program; ends by returning, or by the SystemExit that its exit status asks for."""
    _become_the_run(request)
    wire, clock = recorder.install(request["recorder"])
    wire.tell("begin")
    if request["mode"] == "script":
        _run_script(request, wire)
    else:
        _serve_functions(request, wire, clock)


def run_and_leave(request: dict[str, Any]) -> NoReturn:
    """Become the student's program in a fork, and end as an interpreter ends that need not take itself apart.

    That would write to all the memory that the runs share, and takes as long as a short run itself.
    """
    status = 0
    try:
        run(request)
    except SystemExit as error:
        status = _status_of(error)
    threading._shutdown()  # type: ignore[attr-defined]  # waits for the threads that are no daemons
    atexit._run_exitfuncs()
    _let_go_of(sys.modules["__main__"])
    os._exit(status if _flush(sys.stdout) and _flush(sys.stderr) else _NOT_FLUSHED)


def _status_of(error: SystemExit) -> int:
    """Return the exit status that `sys.exit` asks for; what is no number is printed, as the interpreter does it."""
    if error.code is None or isinstance(error.code, int):
        return (error.code or 0) & 0xFF
    if sys.stderr is not None:
        print(error.code, file=sys.stderr)
    return 1


def _flush(stream: Any) -> bool:
    """Tell whether a standard stream, or what the script has put in its place, took all that was written to it."""
    if stream is None or getattr(stream, "closed", False):
        return True
    try:
        stream.flush()
    except Exception:  # of any kind: the interpreter ends with a status of its own then
        return False
    return True


def _let_go_of(module: types.ModuleType) -> None:
    """Drop the names of a module in the order of the interpreter's end, so that `__del__` is called as ever."""
    names = [name for name in vars(module) if name != "__builtins__"]
    for name in sorted(names, key=lambda name: not name.startswith("_")):
        vars(module)[name] = None
    gc.collect()


def _become_the_run(request: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    process.ORIGINAL_DIR = os.getcwd()  # type: ignore[attr-defined]
    sys.argv[:] = [request["script"], *request["argv"]]
    sys.path[:] = [request["folder"], *sys.path, *request["packages"]]
    recorder.use_start_method(request["start_method"])
    _limit(request["limits"])


def _limit(limits: dict[str, int]) -> None:
    if resource is None:
        return
    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (bound, bound))


def _run_script(request: dict[str, Any], wire: Wire) -> None:
    module = _new_module("__main__", request["script"])
    error = _execute(module, request["script"], wire)
    wire.tell("main ended")
    if isinstance(error, SystemExit):
        raise error
    if error is not None:
        raise SystemExit(1)


def _serve_functions(request: dict[str, Any], wire: Wire, clock: VirtualTime | RealTime) -> None:
    name = os.path.splitext(os.path.basename(request["script"]))[0]
    module = _new_module(name, request["script"])
    error = _execute(module, request["script"], wire)
    if isinstance(error, SystemExit):
        wire.tell("uncaught", error=describe_error(error) | _place_of(error, module.__file__))
    wire.tell("imported")
    while True:
        call = wire.ask("idle")
        clock.blocked()
        if "function" not in call:
            return
        _call(module, call, wire)


def _call(module: types.ModuleType, call: dict[str, Any], wire: Wire) -> None:
    function = getattr(module, call["function"], None)
    if not callable(function):
        wire.tell("called", missing=True)
        return
    try:
        value = function(*call["args"])
        sys.stdout.flush()
    except BaseException as error:
        sys.stdout.flush()
        wire.tell("called", error=describe_error(error) | _place_of(error, module.__file__))
    else:
        wire.tell("called", value=encode(value))


def _new_module(name: str, path: str) -> types.ModuleType:
    """Make the module that the file becomes; not by runpy, which would drop `__main__` before exit."""
    module = types.ModuleType(name)
    module.__file__ = path
    module.__dict__["__builtins__"] = __builtins__
    sys.modules[name] = module
    if name == "__main__":
        sys.modules["__mp_main__"] = module  # the alias that multiprocessing itself made for the launcher
    return module


def _execute(module: types.ModuleType, path: str, wire: Wire) -> BaseException | None:
    try:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True)
        exec(code, module.__dict__)
    except SystemExit as error:
        return error
    except BaseException as error:
        wire.tell("uncaught", error=describe_error(error) | _place_of(error, path))
        _print_traceback(error, path)
        return error
    return None


def _place_of(error: BaseException, path: str | None) -> dict[str, Any]:
    """Return where in the student's file an exception came from: the line, and its text for a syntax error."""
    if isinstance(error, SyntaxError) and error.filename == path:
        return {"line": error.lineno, "column": error.offset, "text": (error.text or "").rstrip("\n")[:300]}
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    return {"line": lines[-1] if lines else None}


def _print_traceback(error: BaseException, path: str) -> None:
    """Print the traceback as the interpreter would, from the student's first line on."""
    frame = error.__traceback__
    while frame is not None and frame.tb_frame.f_code.co_filename != path:
        frame = frame.tb_next
    sys.excepthook(type(error), error.with_traceback(frame), frame)
