"""`python -m grader.recording SCRIPT ARGS`: record one run and print what the script did."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from grader.collection import companions
from grader.recording import staging
from grader.recording.runner import Options, Runner
from grader.recording.text import text_of


def main() -> int:
    """Run the command; the exit status is 0 when the script could be recorded, whatever it did."""
    parser = argparse.ArgumentParser(prog="python -m grader.recording", description=__doc__)
    parser.add_argument("script", type=Path, metavar="SCRIPT")
    parser.add_argument("args", nargs=argparse.REMAINDER, metavar="ARGS", help="what the script gets as arguments")
    parser.add_argument("--clock", choices=("virtual", "real"), default="virtual")
    parser.add_argument("--start-method", choices=("fork", "spawn", "forkserver"), default="fork")
    changes = "change the numbers that calls return and the texts of what they raise, or let the first call raise"
    parser.add_argument("--change", choices=("results", "outcome"), help=changes)
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    options = parser.parse_args()
    try:
        staging.read(options.script)
    except staging.Unfit as trouble:
        parser.error(f"{options.script}: {trouble}")
    with Runner(Options(options.clock, options.start_method)) as runner:
        recording = runner.record(
            options.script.absolute(),
            options.args,
            companions=[file for file in companions(options.script) if file.name != options.script.name],
            change=options.change,
        )
    print(json.dumps(recording.to_json(), indent=1) if options.json else text_of(recording))
    return 1 if recording.ending.how == "unable" else 0


if __name__ == "__main__":
    sys.exit(main())
