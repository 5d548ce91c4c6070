"""Reading printed lines for their facts: numbers, PIDs, results. Words, spacing, capitals and colours are free."""

from __future__ import annotations

import functools
import itertools
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from grader.recording.recording import Error, Line, Recording

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])")
_NO_FACT = re.compile(  # an address, a place in a traceback, a path: they differ from run to run and between machines
    r"\b0x[0-9a-fA-F]+\b"
    r"|File \"[^\"\n]*\", line \d+"
    r"|(?<![\w./])(?:[A-Za-z]:\\|/(?=[A-Za-z_.]))[^\s\"'<>|:;,]*[\\/][^\s\"'<>|:;,]*"
)
_NUMBER = re.compile(r"(?<![\d.])-?\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?(?!\d)|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_MOST_DIGITS = 100  # of a number that is kept exactly: the recorder keeps fewer


@dataclass(frozen=True)
class Number:
    """A number as it was printed: its value, how many decimals were shown, and where it stands in its text."""

    value: float  # an int where it was printed as one: a float would round those of many digits
    decimals: int  # negative where only its first digits were shown: 2.8e+04 is known to the thousands
    start: int
    end: int
    hyphened: bool = False  # its sign may be a hyphen after a word: the 7 of "result-7"

    @property
    def index(self) -> int | None:
        """The number as one that counts something, without a hyphen before it; None for one with decimals."""
        if self.decimals > 0 or self.value % 1:
            return None
        return int(abs(self.value) if self.hyphened else self.value)

    def shows(self, value: Any) -> bool:
        """Tell whether this is the number `value`, to the decimals that were printed."""
        if not isinstance(value, (int, float)):
            return False
        own = -self.value if self.hyphened and value > 0 else self.value
        return own == value or (self.decimals != 0 and own == round(float(value), self.decimals))


def plain(text: str) -> str:
    """Return a line without its colours and other escape codes."""
    return _ESCAPES.sub("", text)


@functools.lru_cache(4096)  # the same lines are read again for every future and every claim
def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers in a line, in their order; `7` in `PID7` counts, and the hyphen in `a-7` may be a sign.

    Those of addresses (0x7f...), of paths and of places in tracebacks are left out.
    """
    found = []
    text = text.replace("\N{MINUS SIGN}", "-")
    for match in _NUMBER.finditer(_NO_FACT.sub(lambda match: "x" * len(match.group()), text)):
        digits = match.group().replace(",", "").replace("_", "")
        mantissa, _, exponent = digits.lower().partition("e")
        value = int(digits) if digits.lstrip("-").isdigit() and len(digits) <= _MOST_DIGITS else float(digits)
        hyphened = re.search(r"\w-$", text[: match.start() + 1]) is not None
        decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
        found.append(Number(value, decimals, match.start(), match.end(), hyphened))
    return tuple(found)


def names_pid(text: str, pid: int) -> bool:
    """Tell whether a line holds this PID, padded with zeros perhaps, or grouped by thousands.

    "Process -12" holds a negative number; "pid-12", and "-12" at the beginning of a line, do not.
    """
    written = rf"0*(?:{pid}|{pid:,}|{pid:_})"
    is_there = re.search(rf"(?<!\d){written}(?!\d)", text) is not None
    return is_there and re.search(rf"\w\s+-{written}(?![\d-])", text) is None


def shows_value(text: str, value: Any) -> bool:
    """Tell whether a line holds a value: a number by its digits, anything else by its text."""
    if isinstance(value, (int, float)) and any(number.shows(value) for number in numbers(text)):
        return True  # True, too, shows as 1 where a whole number is asked for
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return False
    if isinstance(value, list) or (isinstance(value, dict) and "tuple" in value):
        members = value if isinstance(value, list) else value["tuple"]
        return show(value) in text or all(shows_value(text, member) for member in members)
    if isinstance(value, dict) and "repr" in value:
        shown = [str(value[key]) for key in ("repr", "str", "type") if key in value]
        shown += str(value.get("str", "")).strip().splitlines()[:1]  # a text of several lines, printed as such
        return value["repr"].endswith("...") or any(text_of_it in text for text_of_it in shown)
    return str(value) in text or show(value) in text


def spread_over(lines: Sequence[Line], value: Any) -> list[Line]:
    """Return the line in which a value begins that is wrapped over several; spacing is free, and a number is in one."""
    if isinstance(value, (int, float)):
        return []
    texts = [_squeezed(line.text) for line in lines]
    places = [place for text in _spellings(value) if (place := "".join(texts).find(_squeezed(text))) >= 0]
    ends = itertools.accumulate(map(len, texts))
    return [line for line, end in zip(lines, ends, strict=True) if places and end > min(places)][:1]


def _spellings(value: Any) -> list[str]:
    """Return the ways in which a value may be written over several lines: as Python shows it, or as JSON."""
    if isinstance(value, dict) and "repr" in value:
        return [value["repr"], value["str"]]
    members = value["tuple"] if isinstance(value, dict) and "tuple" in value else value
    return [show(value), str(value), json.dumps(members), json.dumps(members, ensure_ascii=False)]


def _squeezed(text: str) -> str:
    """Return a text without spacing, and with quotation marks of one kind."""
    return "".join(text.split()).replace('"', "'")


def show(value: Any) -> str:
    """Return a value of the student's for a message, as Python would show it."""
    if isinstance(value, list):
        return "[" + ", ".join(map(show, value)) + "]"
    if isinstance(value, dict):
        if "tuple" in value:
            members = ", ".join(map(show, value["tuple"]))
            return f"({members},)" if len(value["tuple"]) == 1 else f"({members})"
        if "keyword" in value:
            return f"{value['keyword']}={show(value['value'])}"
        return str(value.get("repr") or f"the function {value.get('function')}")
    return repr(value)


def shows_error(text: str, error: Error) -> bool:
    """Tell whether a text names an exception, by its message, a text in its arguments, or its type."""
    texts = re.findall(r"'([^']{4,})'", error.message) if error.message.startswith("(") else []
    return any(shows_text(text, each) for each in (error.message, error.type, *texts))


def shows_text(text: str, wanted: str) -> bool:
    """Tell whether words stand in a text; capitals, spacing and what is drawn between the words are free."""
    words = _letters(wanted)
    return words in _letters(text) if words else bool(wanted.strip()) and wanted.strip() in text


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def lines_of(recording: Recording, pid: int | None, *, since: float = 0.0) -> list[Line]:
    """Return what a process printed from a time on, without escape codes; both streams, in order.

    Lines of which nobody knows the writer (a program that the script started) count for everybody.
    """
    return [
        replace(line, text=plain(line.text)) if "\x1b" in line.text else line
        for line in recording.lines
        if line.pid in (pid, None) and line.at >= since - 1e-9
    ]


def quote(lines: Iterable[Line | str], most: int = 3) -> str:
    """Return the first lines for a message, each in quotation marks; "nothing" when there is none."""
    texts = [line if isinstance(line, str) else line.text for line in lines]
    texts = [text.strip() for text in texts if text.strip()]
    shown = [f'"{text if len(text) <= 60 else text[:57] + "..."}"' for text in texts[:most]]
    if len(texts) > most:
        shown.append(f"and {len(texts) - most} more lines")
    return ", ".join(shown) or "nothing"
