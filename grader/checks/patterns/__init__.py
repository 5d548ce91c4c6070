"""Known patterns of mistakes: a hint that names the mistake where a check alone could only say what it saw.

A pattern looks at the evidence, the student's syntax tree and what was recorded, and returns its hint, or None when
it does not fit. To add one, write a function in the module that fits, and say above it what the messages are about that
it may stand in:

    import     importing the file did something
    start      calls that were asked for were not handed to a pool, or the master said nothing
    end        a call was not resolved while its pool lived
    late       calls that should run at the same time did not
    polling    a future was not asked or reported while it ran
    printed    what was printed is not what was asked for
    returned   a function returned, or raised, something else
    slept      a function slept for another time
    own        no call of one's own came to a worker
    success    successful() was not asked
    syntax     the file is no Python program

What an exception, an odd output or a line that is no Python comes from is in the tables of `grader.checks.symptoms`.
"""

from __future__ import annotations

from grader.checks import symptoms
from grader.checks.evidence import Evidence, patterns_about
from grader.checks.patterns import giving, running, submitting, waiting  # noqa: F401  each registers its own
from grader.claims import Unmet
from grader.recording.script import Script


def hint_for(unmet: Unmet, script: Script) -> str:
    """Return the hint that names the mistake, if it is a known one; otherwise the hint of the check itself."""
    recording = script.used[-1] if script.used else None
    evidence = Evidence(script.tree, script.source.splitlines(), recording, unmet)
    found = (pattern(evidence) for pattern in patterns_about(unmet.about))
    try:
        known = next((hint for hint in found if hint is not None), None)
    except RecursionError:  # an expression is nested so deep that it cannot be written down again
        known = None
    if known is not None:
        return known
    if unmet.cause is not None:
        return symptoms.hint_for_error(unmet.cause, evidence.line(unmet.cause.line), unmet.hint)
    return unmet.hint
