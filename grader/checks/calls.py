"""The calls that a script handed to its pools: which is the one asked for, where it ran, how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.checks.facts import show
from grader.claims import Bar, Picture
from grader.printable import printable
from grader.recording.recording import Call, Recording


def futures_of(recording: Recording) -> list[Call]:
    """Return the calls that were submitted with apply_async, in the order of their submission."""
    return [each for each in recording.calls if each.how == "apply_async"]


def is_call_of(each: Call, function: str, args: Sequence[Any]) -> bool:
    """Tell whether a call is the one asked for, also through a helper that is handed the function."""
    if not isinstance(each.args, list):
        return False
    if each.function == function:
        fits = len(each.args) == len(args) or each.error is None or each.error.type != "TypeError"
        return fits and each.args[: len(args)] == list(args)  # the function may have more parameters than asked for
    flat = _flatten(each.args)
    return {"function": function} in flat and flat[flat.index({"function": function}) + 1 :][: len(args)] == list(args)


def _flatten(values: list[Any]) -> list[Any]:
    flat = []
    for value in values:
        if isinstance(value, dict) and "tuple" in value:
            value = value["tuple"]
        flat += _flatten(value) if isinstance(value, list) else [value]
    return flat


def is_in_process(recording: Recording, each: Call) -> bool:
    """Tell whether a call ran in a worker process, not in a thread or in the master."""
    pool = pool_of(recording, each)
    return each.worker is not None and each.worker != recording.master and (pool is None or pool.kind == "process")


def pool_of(recording: Recording, each: Call) -> Any:
    """Return the pool of a call, or None when it is not known."""
    return next((pool for pool in recording.pools if (pool.master, pool.number) == (each.master, each.pool)), None)


def name_of(each: Call) -> str:
    """Return a call as the student would write it: slow_add(1, 6, 7)."""
    if isinstance(each.args, list):
        return printable(f"{each.function}({', '.join(map(show, each.args))})")
    return printable(f"{each.function}({'...' if each.args is None else '*' + show(each.args)})")


def written(function: str, args: Sequence[Any]) -> str:
    """Return a call that was asked for, as the student would write it."""
    return f"{function}({', '.join(map(str, args))})"


def list_calls(calls: Sequence[Call], most: int = 6) -> str:
    """Return calls for a message, with the method that submitted each."""
    if not calls:
        return "no call was handed to a pool"
    shown = [f"{each.how} {name_of(each)}" for each in calls[:most]]
    return ", ".join(shown) + (f" and {len(calls) - most} more" if len(calls) > most else "")


def picture_of(recording: Recording, calls: Sequence[Call]) -> Picture:
    """Draw which worker ran which call when, on the axis of the whole run; on the real clock to the half second."""
    workers: list[int] = []
    bars = []
    for each in calls:
        if each.started is None:
            continue
        if each.worker not in workers:
            workers.append(each.worker or 0)
        row = "master" if each.worker == recording.master else f"worker {workers.index(each.worker or 0) + 1}"
        end = recording.elapsed if each.ended is None else each.ended
        if recording.clock == "real":
            bars.append(Bar(row, name_of(each), round(2 * each.started) / 2, round(2 * end) / 2))
        else:
            bars.append(Bar(row, name_of(each), each.started, end))
    return Picture(bars, max([bar.end for bar in bars], default=0.0))
