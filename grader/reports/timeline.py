"""Who worked when in one run of a script, as text for a terminal of 80 columns."""

from __future__ import annotations

from dataclasses import replace

from grader.reports.message import draw
from grader.scorecard import Run

_AXIS = 40  # characters of the bar chart


def timeline_of(run: Run) -> list[str]:
    """Return the lines of one run: what was typed, a bar for each call, worker by worker, and what it comes to."""
    rows = list(dict.fromkeys(bar.row for bar in run.picture.bars))
    bars = sorted(run.picture.bars, key=lambda bar: (rows.index(bar.row), bar.start))
    drawn = draw(replace(run.picture, bars=bars), axis=_AXIS)
    return [run.command, *(f"  {line}" for line in drawn), f"  {_sum(run)}", ""]


def _sum(run: Run) -> str:
    end, work = run.picture.end, sum(bar.end - bar.start for bar in run.picture.bars)
    if run.outcome != "ended with exit status 0":
        return f"it {run.outcome}"
    if not run.picture.bars:
        return "no call was run in a pool"
    if not end:
        return "all calls were over at once"
    at_once = f"{work / end:.3g}"
    calls = "call" if at_once == "1" else "calls"
    return f"{work:g} s of work were over after {end:g} s: {at_once} {calls} at a time on average"
