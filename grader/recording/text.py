"""A recording as text, for whoever debugs the kit or wants to see what a script did."""

from __future__ import annotations

from collections.abc import Iterator

from grader.recording.recording import Call, Recording

_COLUMN = 14


def text_of(recording: Recording) -> str:
    """Return everything that a recording holds, section by section, times in seconds."""
    return "\n".join(
        [*_head(recording), *_pools(recording), *_calls(recording), *_sleeps(recording), *_lines(recording)]
    )


def _head(recording: Recording) -> Iterator[str]:
    ending = recording.ending
    how = [
        ending.how,
        *([f"status {ending.status}"] if ending.status is not None else []),
        *filter(None, [ending.reason]),
    ]
    yield _row("script", " ".join([recording.script, *recording.argv]))
    yield _row("clock", f"{recording.clock}, start method {recording.start_method}")
    yield _row("ending", ", ".join(how))
    yield _row("elapsed", f"{recording.elapsed:g} s")
    yield _row("master", f"PID {recording.master}")
    if recording.jumps:
        yield _row("jumps", ", ".join(f"{count} {how}" for how, count in recording.jumps.items()))
    if recording.spins:
        yield _row("held up", f"{recording.spins} turns of a loop that let no time pass")
    if recording.uncaught is not None:
        yield _row("uncaught", f"{recording.uncaught} (line {recording.uncaught.line})")
    if recording.left_running:
        yield _row("left running", ", ".join(recording.left_running))
    for stream, size in recording.output_cut.items():
        yield _row("cut", f"{size} bytes in the middle of {stream}")


def _pools(recording: Recording) -> Iterator[str]:
    for pool in recording.pools:
        ended = "never ended" if pool.terminated is None else f"ended at {pool.terminated:g}"
        method = f", {pool.method}" if pool.method else ""
        workers = " ".join(map(str, pool.workers))
        yield _row(
            f"pool {pool.number}", f"{pool.size} workers ({pool.kind}{method}) from {pool.made:g}, {ended}: {workers}"
        )


def _calls(recording: Recording) -> Iterator[str]:
    for call in recording.calls:
        yield _row(f"call {call.job}", f"{call.how} {call.function} {call.args!r} in pool {call.pool}")
        yield _row("", ", ".join(_life(call)))
        outcome = f"raised {call.error}" if call.error else f"returned {call.value!r}"
        yield _row("", outcome if call.ended is not None or call.resolved is not None else "never ended")
        for question in call.questions:
            answer = question.raised or ("" if question.answer is None else str(question.answer))
            until = "never answered" if question.answered is None else f"answered {question.answered:g}"
            yield _row("", f"{question.what}() asked {question.asked:g}, {until} {answer}".rstrip())


def _life(call: Call) -> Iterator[str]:
    for name in ("submitted", "started", "ended", "resolved"):
        time = getattr(call, name)
        yield f"{name} {'never' if time is None else f'{time:g}'}"
    yield f"worker {call.worker}, slept {call.slept:g}"


def _sleeps(recording: Recording) -> Iterator[str]:
    for sleep in recording.sleeps:
        inside = f"call {sleep.job}" if sleep.job is not None else "no call"
        end = "for ever" if sleep.end is None else f"to {sleep.end:g}"
        yield _row("sleep", f"PID {sleep.pid} in {inside} from {sleep.start:g} {end}")


def _lines(recording: Recording) -> Iterator[str]:
    for line in recording.lines:
        yield _row(line.stream, f"{line.at:8.3f} s  {line.pid or '?':>7}  {line.text}")


def _row(name: str, text: str) -> str:
    return f"{name:{_COLUMN}}{text}"
