"""Installs the recorder in a process of the student's, and in every interpreter that this process starts."""

from __future__ import annotations

import functools
import json
import multiprocessing.context as contexts
import os
import site
import sys
from multiprocessing import spawn, util
from typing import Any

from grader.recording.inside import output, shim
from grader.recording.inside.pools import PoolRecorder
from grader.recording.inside.wire import Wire

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
_FIRST = "import sys; sys.path.insert(0, {root!r}); from grader.recording.inside import recorder; sys.path.pop(0); "
_LONGEST = 4096  # bytes of the settings: a pipe takes as many at once


def install(settings: dict[str, Any]) -> tuple[Wire, shim.VirtualTime | shim.RealTime]:
    """Hook this process up: output, time, processor count, pools, and the interpreters that it will start.

    `settings` is the part of the grader's request that every process of the run needs: `address`, `secret`,
    `clock` ("virtual" or "real"), `epoch` (seconds since 1970), `change`, `stdout` and `stderr` (paths).
    """
    _complete_builtins()
    address = settings["address"]
    wire = Wire(address if isinstance(address, str) else (address[0], address[1]), settings["secret"])
    virtual = settings["clock"] == "virtual"
    clock = shim.VirtualTime(wire, settings["epoch"]) if virtual else shim.RealTime(wire)
    PoolRecorder(wire, clock, change=settings["change"]).install()
    shim.install(clock)
    output.install({1: settings["stdout"], 2: settings["stderr"]}, wire)
    _follow_new_interpreters(settings)
    return wire, clock


def _complete_builtins() -> None:
    """Give scripts `exit` and `help`, which site makes; this interpreter was started without it."""
    site.setquit()
    site.setcopyright()
    site.sethelper()


def use_start_method(name: str) -> None:
    """Make `name` the default start method without choosing it, so that the script may still choose."""
    default: Any = contexts._default_context
    known = contexts._concrete_contexts  # type: ignore[attr-defined]
    default._default_context = known.get(name, known["spawn"])


def install_from(descriptor: int) -> None:
    """Hook up an interpreter that was started with the settings in a pipe."""
    settings: dict[str, Any] = json.loads(os.read(descriptor, _LONGEST))
    os.close(descriptor)
    install(settings)


def _follow_new_interpreters(settings: dict[str, Any]) -> None:
    """Put the recorder before the code of each interpreter that spawn and forkserver start.

    All of them pass through `spawnv_passfds` (3.10 to 3.15). `-I`, which they inherit, ignores sitecustomize. The
    settings hold the secret of the run, so they go through a pipe: everybody can read a command line.
    """
    if sys.platform == "win32":
        command = spawn.get_command_line

        @functools.wraps(command)
        def get_command_line(**kwds: Any) -> list[Any]:
            return _with_recorder(command(**kwds), f"recorder.install({settings!r}); ")

        spawn.get_command_line = get_command_line
        return
    start = util.spawnv_passfds

    @functools.wraps(start)
    def spawnv_passfds(path: Any, args: Any, passfds: Any) -> Any:
        told, tells = os.pipe()
        try:
            os.write(tells, json.dumps(settings).encode())
            return start(path, _with_recorder(args, f"recorder.install_from({told}); "), [*passfds, told])
        finally:
            os.close(told)
            os.close(tells)

    util.spawnv_passfds = spawnv_passfds


def _with_recorder(args: Any, call: str) -> list[Any]:
    """Return the words of a command with the recorder before the code that it runs, if that is a process of the run."""
    words = list(args)
    if "-c" in words:
        code = words.index("-c") + 1
        if "resource_tracker" not in words[code]:
            words[code] = _FIRST.format(root=_ROOT) + call + words[code]
    return words
