"""Does anything break on bytes that nobody has thought of?

    python tests/benchmarks/fuzz.py --minutes 10 --surface channel archives names gradebook

Each surface is fuzzed in a process of its own from the seeds of `tests/security/surfaces.py`: guided by coverage where
atheris is installed (`pip install atheris`), else by plain mutation. The first exception that is no proper answer ends
a surface; its input is kept in the folder `--keep`, and belongs into a test. The exit status is 1 when there was one.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [os.fspath(HERE.parents[1]), os.fspath(HERE.parent)]

NAMES = ("channel", "archives", "names", "gradebook")
GUIDED = importlib.util.find_spec("atheris") is not None


def main() -> int:
    """Fuzz what was asked for, one after the other, and say what became of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=1.0, help="for each surface (default: 1)")
    parser.add_argument("--surface", nargs="+", choices=NAMES, default=NAMES, help="(default: all)")
    parser.add_argument("--keep", type=Path, default=Path("crashes"), help="folder for what broke something")
    parser.add_argument("--seed", type=int, default=1, help="of the random numbers (default: 1)")
    parser.add_argument("--inside", choices=NAMES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        return _guided(options) if GUIDED else _mutated(options)
    print("guided by coverage" if GUIDED else "atheris is not installed: mutations without guidance", flush=True)
    return max([_outside(name, options) for name in options.surface])


def _outside(name: str, options: argparse.Namespace) -> int:
    """Fuzz one surface in a process of its own, which a crash of the interpreter ends alone."""
    options.keep.mkdir(parents=True, exist_ok=True)
    passed = ["--minutes", str(options.minutes), "--keep", os.fspath(options.keep), "--seed", str(options.seed)]
    done = subprocess.run([sys.executable, __file__, "--inside", name, *passed], capture_output=True, text=True)
    lines = (done.stdout + done.stderr).splitlines()
    tries = [line for line in lines if line.startswith(("stat::number_of_executed_units", "tries:"))]
    print(
        f"{name:10} {'BROKE' if done.returncode else 'held'}  {tries[-1].split()[-1] if tries else '?'} tries",
        flush=True,
    )
    if done.returncode:
        print("\n".join(lines[-60:]))
    return 1 if done.returncode else 0


def _guided(options: argparse.Namespace) -> int:
    import atheris  # type: ignore[import-not-found, unused-ignore]

    with atheris.instrument_imports(include=["grader", "zipfile", "tarfile"]):
        from security.surfaces import SURFACES
    surface = SURFACES[options.inside]
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(surface.seeds):
            Path(folder, str(number)).write_bytes(seed)
        words = [f"-max_total_time={round(options.minutes * 60)}", f"-seed={options.seed}", "-print_final_stats=1"]
        words += [
            f"-artifact_prefix={options.keep}/{options.inside}-",
            "-max_len=8192",
            "-timeout=30",
            "-rss_limit_mb=1000",
        ]
        atheris.Setup([sys.argv[0], *words, folder], lambda data: surface.attempt(bytes(data)))
        atheris.Fuzz()  # it ends the process
    return 0


def _mutated(options: argparse.Namespace) -> int:
    from security.surfaces import SURFACES

    surface, dice, tries = SURFACES[options.inside], random.Random(options.seed), 0
    deadline = time.monotonic() + options.minutes * 60
    while time.monotonic() < deadline:
        data = _mutant(dice.choice(surface.seeds), dice)
        tries += 1
        try:
            surface.attempt(data)
        except Exception:
            (options.keep / f"{options.inside}-{tries}").write_bytes(data)
            traceback.print_exc()
            return 1
    print("tries:", tries)
    return 0


def _mutant(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        start = dice.randint(0, len(data))
        end = min(len(data), start + dice.choice([0, 1, 1, 2, 8, 64]))
        other = dice.choice([b"", data[start:end] * 2, dice.randbytes(dice.randint(1, 8)), data[end : end + 16]])
        data = data[:start] + other + data[end:]
    return data


if __name__ == "__main__":
    sys.exit(main())
