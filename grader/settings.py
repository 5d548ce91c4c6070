"""What an instructor may change, in `[tool.grader]` of pyproject.toml: read once, checked on reading."""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.checks import checks_of, exercises
from grader.errors import BadInput
from grader.recording.limits import Limits

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CLOCKS = ("virtual", "real")
START_METHODS = ("fork", "spawn", "forkserver")
SANDBOXES = ("auto", "bubblewrap", "off")
_LARGEST = 1 << 62  # of a limit: the kernel takes no larger one


class BadSetting(BadInput):
    """A setting has a value that it cannot have; the message says which, where, and what was expected."""


@dataclass(frozen=True)
class Settings:
    """The settings of one grading. `points` maps "exercise.check" to the points that a check is worth."""

    points: dict[str, float] = field(default_factory=dict)
    workers: tuple[int, ...] = (1, 2, 3)
    clock: str = "virtual"
    start_method: str = "fork"
    sandbox: str = "auto"
    run_as: str | None = None  # the user that scripts run as; only root can choose one
    limits: Limits = field(default_factory=Limits)


def read_settings(file: Path | None) -> Settings:
    """Read `[tool.grader]` of a pyproject.toml; without the file or the table, everything is as it comes.

    Raises BadSetting for a key that is unknown or a value of the wrong kind.
    """
    if file is None or not file.is_file():
        return Settings()
    try:
        tool = tomllib.loads(file.read_text("utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{file} cannot be read: {error}") from None
    table = tool.get("grader", {}) if isinstance(tool, dict) else tool
    _require(isinstance(table, dict), table, "tool.grader", file.name, "a table")
    return _settings(table, f"[tool.grader] of {file.name}")


def nearest_settings(folder: Path) -> Settings:
    """Read the settings of the pyproject.toml that is nearest above a folder, or in it."""
    files = [each / "pyproject.toml" for each in (folder, *folder.parents)]
    return read_settings(next((file for file in files if file.is_file()), None))


def _settings(table: dict[str, Any], origin: str) -> Settings:
    known = {each.name for each in dataclasses.fields(Settings)}
    for key in table.keys() - known:
        raise BadSetting(f"{key!r} in {origin}: there is no such setting; there are {', '.join(sorted(known))}")
    settings: dict[str, Any] = {}
    for key, value in table.items():
        settings[key] = _READERS[key](value, key, origin)
    return Settings(**settings)


def _points(value: Any, key: str, origin: str) -> dict[str, float]:
    _require(isinstance(value, dict), value, key, origin, "a table of exercises")
    points = {}
    for exercise, checks in value.items():
        _require(exercise in exercises(), exercise, key, origin, f"one of {', '.join(exercises())}")
        _require(isinstance(checks, dict), checks, f"{key}.{exercise}", origin, "a table of checks")
        for check, number in checks.items():
            known = checks_of(exercise)
            _require(check in known, check, f"{key}.{exercise}", origin, f"one of {', '.join(known)}")
            is_number = isinstance(number, (int, float)) and not isinstance(number, bool) and number >= 0
            _require(is_number, number, f"{key}.{exercise}.{check}", origin, "a number, not below 0")
            points[f"{exercise}.{check}"] = float(number)
    return points


def _workers(value: Any, key: str, origin: str) -> tuple[int, ...]:
    fits = isinstance(value, list) and value and all(type(number) is int and 1 <= number <= 16 for number in value)
    _require(fits, value, key, origin, "a list of whole numbers from 1 to 16")
    return tuple(value)


def _clock(value: Any, key: str, origin: str) -> str:
    _require(value in CLOCKS, value, key, origin, " or ".join(map(repr, CLOCKS)))
    return str(value)


def _start_method(value: Any, key: str, origin: str) -> str:
    _require(value in START_METHODS, value, key, origin, ", ".join(map(repr, START_METHODS)))
    return str(value)


def _sandbox(value: Any, key: str, origin: str) -> str:
    _require(value in SANDBOXES, value, key, origin, ", ".join(map(repr, SANDBOXES)))
    return str(value)


def _run_as(value: Any, key: str, origin: str) -> str:
    _require(isinstance(value, str) and value, value, key, origin, "the name of a user")
    return str(value)


def with_limits(settings: Settings, given: Sequence[str]) -> Settings:
    """Return the settings with the limits that were given on a command line, as in "memory=1000000"; BadSetting."""
    try:
        table = tomllib.loads("\n".join(given))
    except tomllib.TOMLDecodeError:
        raise BadSetting(f"--limit {' --limit '.join(given)}: expected a name, = and a number") from None
    limits = dataclasses.replace(settings.limits, **_numbers(table, "limits", "--limit"))
    return dataclasses.replace(settings, limits=limits)


def _limits(value: Any, key: str, origin: str) -> Limits:
    return Limits(**_numbers(value, key, origin))


def _numbers(value: Any, key: str, origin: str) -> dict[str, Any]:
    _require(isinstance(value, dict), value, key, origin, "a table of limits")
    kinds = {each.name: each.type for each in dataclasses.fields(Limits)}
    for name, number in value.items():
        _require(name in kinds, name, key, origin, f"one of {', '.join(sorted(kinds))}")
        is_whole = kinds[name] == "int"
        fits = type(number) is int or (type(number) is float and math.isfinite(number) and not is_whole)
        kind = "a whole number" if is_whole else "a number"
        _require(fits and 0 < number < _LARGEST, number, f"{key}.{name}", origin, f"{kind} above 0, and below 2**62")
    return dict(value)


_READERS = {
    "points": _points,
    "workers": _workers,
    "clock": _clock,
    "start_method": _start_method,
    "sandbox": _sandbox,
    "run_as": _run_as,
    "limits": _limits,
}


def _require(holds: object, value: Any, key: str, origin: str, expected: str) -> None:
    if not holds:
        raise BadSetting(f"{key} = {value!r} in {origin}: expected {expected}")
