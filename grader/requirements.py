"""What grades beside pytest itself: where another pytest than the kit's was started, that may not be installed."""

from __future__ import annotations

import importlib.util
import sys

import pytest

_NEEDED = {"hypothesis": "hypothesis", "pytest_timeout": "pytest-timeout"}  # by the names of their modules


def require_packages() -> None:
    """Stop, with one line on what to type instead, where this pytest is without a package that the checks need."""
    missing = [name for module, name in _NEEDED.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise pytest.UsageError(
            f"the pytest of {sys.executable} lacks {' and '.join(missing)}: type .venv/bin/pytest instead (on Windows "
            ".venv\\Scripts\\pytest), or activate the environment that the README sets up and type python -m pytest"
        )
