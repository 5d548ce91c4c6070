"""Where the calls of a picture lie on the page: a lane for each worker, the axis of time across."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from grader.claims import Bar, Picture

_NARROWEST = 280  # pixels across which a timeline is drawn at least, on a telephone
_LETTER = 7  # pixels that a letter of a label takes
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)  # seconds between two marks of the axis
_MOST_MARKS = 8


@dataclass(frozen=True)
class Block:
    """One call: its number in the picture, what it is called, when it ran, and where it lies (percent, and row)."""

    number: int
    label: str
    when: str
    worker: str
    left: float
    width: float
    row: int

    @property
    def fits(self) -> bool:
        """Tell whether the label can be read in the block, however narrow the page."""
        return (len(self.label) + 3) * _LETTER <= self.width / 100 * _NARROWEST


@dataclass(frozen=True)
class Lane:
    """One worker: its name, and over how many rows its calls are spread (more than one where they overlap)."""

    name: str
    rows: int


@dataclass(frozen=True)
class Timeline:
    """A picture, laid out: `marks` are where on the axis (percent) which time is written."""

    lanes: list[Lane]
    blocks: list[Block]
    marks: list[tuple[float, str]]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(lane.rows for lane in self.lanes)


def lay_out(picture: Picture) -> Timeline:
    """Lay a picture out; where no time passes there is no axis, and so there are no marks."""
    numbers = {id(bar): number for number, bar in enumerate(picture.bars, 1)}
    lanes: list[Lane] = []
    blocks: list[Block] = []
    for name in dict.fromkeys(bar.row for bar in sorted(picture.bars, key=lambda bar: _natural(bar.row))):
        above = sum(lane.rows for lane in lanes)
        rows = _rows(bar for bar in picture.bars if bar.row == name)
        blocks += [_block(bar, numbers[id(bar)], above + row, picture.end) for row, bar in rows]
        lanes.append(Lane(name, 1 + max(row for row, _ in rows)))
    marks = _marks(picture.end) if picture.end > 0 else []
    return Timeline(lanes, sorted(blocks, key=lambda block: block.number), marks)


def _natural(name: str) -> tuple[int, str]:
    """Return a key by which worker 10 comes after worker 9, and the master before both."""
    return len(name), name


def _rows(bars: Iterable[Bar]) -> list[tuple[int, Bar]]:
    """Put calls of one worker into rows in which none overlaps another, as few as can be."""
    free: list[float] = []  # when each row is free again
    rows = []
    for bar in sorted(bars, key=lambda bar: bar.start):
        row = next((row for row, time in enumerate(free) if time <= bar.start), len(free))
        free[row : row + 1] = [bar.end]
        rows.append((row, bar))
    return rows


def _block(bar: Bar, number: int, row: int, end: float) -> Block:
    when = f"{_time(bar.start)}-{_time(bar.end)} s"
    left = _percent(bar.start, end)
    return Block(number, bar.label, when, bar.row, left, round(_percent(bar.end, end) - left, 3), row)


def _marks(end: float) -> list[tuple[float, str]]:
    step = next((step for step in _STEPS if end / step <= _MOST_MARKS), end)
    return [(_percent(mark * step, end), _time(mark * step)) for mark in range(int(end / step + 1e-9) + 1)]


def _percent(time: float, end: float) -> float:
    return round(min(max(time / end, 0.0), 1.0) * 100, 3) if end > 0 else 0.0


def _time(seconds: float) -> str:
    return f"{round(seconds, 2):g}"
