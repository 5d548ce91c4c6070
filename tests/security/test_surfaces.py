"""Whatever bytes come in, the grader gives a proper answer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .surfaces import SURFACES

TRIES = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=80,
    suppress_health_check=list(HealthCheck),
)


@st.composite
def mutants(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw a seed with some stretches of it replaced, doubled or left out."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        middle = draw(st.sampled_from([data[start:end] * 2, b"", None]))
        data = data[:start] + (draw(st.binary(max_size=8)) if middle is None else middle) + data[end:]
    return data


@pytest.mark.parametrize("name", SURFACES)
def test_a_seed_is_taken_as_it_is(name: str) -> None:
    """What honest people send passes."""
    for seed in SURFACES[name].seeds:
        SURFACES[name].attempt(seed)


@pytest.mark.parametrize("name", SURFACES)
def test_nothing_breaks_on_a_mutant(name: str) -> None:
    """What is nearly right is the hardest to refuse."""

    @TRIES
    @given(mutants(SURFACES[name].seeds))
    def holds(data: bytes) -> None:
        SURFACES[name].attempt(data)

    holds()


@pytest.mark.parametrize("name", SURFACES)
@TRIES
@given(data=st.binary(max_size=200))
def test_nothing_breaks_on_any_bytes(name: str, data: bytes) -> None:
    """What has no form at all is refused."""
    SURFACES[name].attempt(data)
