"""Calls as they are written in printed lines: the numbers of "slow_add(3, 6, 7)" are neither indices nor results."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from grader.checks.facts import Number, numbers
from grader.recording.recording import Call, Line

_MOST = 12  # numbers of a line, of which each may be the index; a date and a time are six or seven
_AT_ONCE = 0.01  # seconds
_LONGEST = 1000  # characters of lines that are put together
_CELL = re.compile(r"[^\s|]+(?: [^\s|]+)*")  # of a table: words, and single spaces between them
_BETWEEN = r"[^\d\n]{1,12}?"  # two arguments: a comma, a name and an equals sign, a bracket


def numbers_beside_calls(text: str, calls: Iterable[Call]) -> list[Number]:
    """Return the numbers in a line that are not the arguments of one of these calls, written after its function."""
    return _numbers_beside(text, [_after_a_name(*_key(each)) for each in calls])


def _numbers_beside(text: str, written: Iterable[re.Pattern[str]]) -> list[Number]:
    found = numbers(text)
    spans = [match.span() for pattern in written for match in pattern.finditer(text)] if found else []
    return [number for number in found if not any(start <= number.start < end for start, end in spans)]


def readings(lines: Sequence[Line], calls: Sequence[Call]) -> Iterator[list[Line]]:
    """Yield lines as they may be meant: as they are, several as one, without the arguments of calls, and by one number.

    An index may stand beside a time, a count or the number of a round: in the same place of each line, then. Or at the
    head of a column.
    """
    yield list(lines)
    if table := _rows_of_a_table(lines, len(calls)):
        yield table
    whole = _joined(lines)
    if len(whole) < len(lines):
        yield whole
    if all(len(numbers(line.text)) < 2 for line in whole):
        return
    written = {_after_a_name(*_key(each)) for each in calls}
    beside = [_numbers_beside(line.text, written) for line in whole]
    yield [_keep(line, found) for line, found in zip(whole, beside, strict=True)]
    for place in range(min(_MOST, max(map(len, beside), default=0))):
        yield [_keep(line, found[place : place + 1]) for line, found in zip(whole, beside, strict=True)]


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Return lines with those put together that are printed at once, of which only the first holds a number."""
    whole: list[Line] = []
    for line in lines:
        is_more = whole and len(whole[-1].text) < _LONGEST and line.at - whole[-1].at < _AT_ONCE
        if is_more and not numbers(line.text) and numbers(whole[-1].text):
            whole[-1] = replace(whole[-1], text=f"{whole[-1].text} {line.text}")
        else:
            whole.append(line)
    return whole


def _rows_of_a_table(lines: Sequence[Line], count: int) -> list[Line]:
    """Return the cells under a head of so many indices, each as a line with its index; nothing without a head."""
    cells: list[Line] = []
    head: list[int | None] = []
    for line in lines:
        found = [number.index for number in numbers(line.text)]
        row = _CELL.findall(line.text)
        if found in (list(range(count)), list(range(1, count + 1))):
            head = found
        elif head and len(row) >= count:
            own = zip(head, row[-count:], strict=True)
            cells += [replace(line, text=f"{index} {cell}") for index, cell in own]
    return cells


def _keep(line: Line, kept: Iterable[Number]) -> Line:
    text = "".join("_" if letter.isdigit() else letter for letter in line.text)
    for number in kept:
        text = text[: number.start] + line.text[number.start : number.end] + text[number.end :]
    return replace(line, text=text)


def end_of_mention(text: str, each: Call) -> int:
    """Return where the last mention of a call's arguments ends in a line, also of bare ones and of a sum; 0 without."""
    found = [_after_a_name(*_key(each)), _bare(*_key(each))]
    return max((match.end() for pattern in found for match in pattern.finditer(text)), default=0)


def _key(each: Call) -> tuple[str, tuple[str, ...]]:
    return each.function or "", tuple(_plain_numbers(each.args))


def _plain_numbers(value: Any) -> list[str]:
    if isinstance(value, dict) and "tuple" in value:
        value = value["tuple"]
    if isinstance(value, list):
        return [number for member in value for number in _plain_numbers(member)]
    return [str(value)] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


_NEVER = re.compile(r"(?!)")


@functools.lru_cache(1024)  # the keys are what students wrote: a class has many
def _after_a_name(function: str, args: tuple[str, ...]) -> re.Pattern[str]:
    """Match "slow_add(3, 6, 7)", "slow_add 3 6 7" and "add(3, 6, 7)"; a single number needs its bracket."""
    if not args or not function:
        return _NEVER
    written, name = _BETWEEN.join(map(re.escape, args)), rf"\b{re.escape(function)}"
    bracketed = rf"{name}\s*[(\[{{]\D{{0,12}}?{written}\D?[)\]}}]"
    if len(args) == 1:
        return re.compile(bracketed)
    return re.compile(rf"{bracketed}|{name}\D{{1,12}}?{written}(?!\d)|\w\({written}\)")


@functools.lru_cache(1024)  # the keys are what students wrote: a class has many
def _bare(function: str, args: tuple[str, ...]) -> re.Pattern[str]:
    """Match "[1, 6, 7]", "1, 6, 7" and "6 + 7"."""
    if len(args) < 2:
        return _NEVER
    written = r"[\s,;]{1,3}".join(map(re.escape, args))
    operation = r"\s*[-+\u2212]\s*".join(map(re.escape, args[-2:]))
    return re.compile(rf"(?<![\d.])(?:{written}|{operation})(?![\d.])")
