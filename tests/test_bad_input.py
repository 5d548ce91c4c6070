"""What bad input gets: its own clear message, the neighbours graded as ever, nothing left behind."""

from __future__ import annotations

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Golden, sample_of
from corpus import ROOT
from test_plugin import SOLUTIONS, run

FUTURE = (SOLUTIONS / "future.py").read_text("utf-8")
GUARD = 'if __name__ == "__main__":\n'
GOLDENS = Path(__file__).parent / "goldens"


def in_main(line: str) -> bytes:
    """The solution with a line of its own at the top of its main part."""
    return FUTURE.replace(GUARD, f"{GUARD}    {line}\n").encode()


BAD: dict[str, bytes] = {
    "empty-file": b"",
    "syntax-error": FUTURE.replace("nworkers = int(sys.argv[1])", "nworkers = int(sys.argv[1]").encode(),
    "not-utf-8": FUTURE.encode() + b"# caf\xe9\n",
    "not-utf-8-in-a-print": in_main('print("caf\xe9")').decode().encode("latin-1"),
    "null-bytes": FUTURE.encode("utf-16-le"),
    "python-2-print": FUTURE.replace(GUARD, f'{GUARD}    print "hello"\n').encode(),
    "missing-import": b"import numppy\n" + FUTURE.encode(),
    "exception-at-import": FUTURE.encode() + b'\nraise RuntimeError("too late")\n',
    "exception-in-main": in_main('raise KeyError("nobody")'),
    "sys-exit-3": FUTURE.encode() + b"\n    sys.exit(3)\n",
    "os-exit-0": in_main("import os; os._exit(0)"),
    "input": in_main('input("How many workers? ")'),
    "endless-loop": in_main("while True: pass"),
    "deadlock": in_main("import threading; lock = threading.Lock(); lock.acquire(); lock.acquire()"),
    "worker-killed": FUTURE.replace("    return x - y", "    import os, signal\n    os.kill(os.getpid(), 9)").encode(),
    "output-without-end": in_main('while True: print("x" * 1000)'),
    "no-main-guard": FUTURE.replace(GUARD, "if True:\n").encode(),
    "no-main-guard-spawn": FUTURE.replace(
        GUARD, 'import multiprocessing\nmultiprocessing.set_start_method("spawn")\nif True:\n'
    ).encode(),
    "top-level-print": FUTURE.encode() + b'\nprint("done")\n',
    "pool-never-closed": FUTURE.replace(
        "    with Pool(nworkers) as pool:\n", "    pool = Pool(nworkers)\n    if True:\n"
    ).encode(),
    "process-left-behind": in_main('import subprocess; subprocess.Popen(["sleep", "60"])'),
}

RACES = {"worker-killed", "no-main-guard-spawn", "pool-never-closed"}  # which line comes first differs from run to run


@pytest.fixture(scope="module")
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pytest prints for each bad input that was selected, beside two solutions; most only wait, so at once."""
    items = [item for item in request.session.items if item.path == Path(__file__)]
    names = [item.callspec.params["name"] for item in items if hasattr(item, "callspec")]
    folders = [tmp_path_factory.mktemp(name) for name in names]
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(names, pool.map(_graded, names, folders), strict=True))


def _graded(name: str, folder: Path) -> str:
    for exercise in ("poolapply", "applyasync"):
        shutil.copy(SOLUTIONS / f"{exercise}.py", folder)
    (folder / "future.py").write_bytes(BAD[name])
    return run(folder, cwd=folder).stdout


@pytest.mark.parametrize("name", sample_of(list(BAD), 2))
def test_bad_input_is_told(name: str, graded: dict[str, str], golden: Golden) -> None:
    """Each kind of bad input has its own message, without a traceback through the kit, and costs itself only."""
    printed = graded[name]
    report = printed[printed.index("\npoolapply ") : printed.index("\n=")]
    assert "poolapply  25 / 25" in report
    assert "applyasync  30 / 30" in report
    assert "grader/" not in report
    future = report[report.index("\nfuture ") :].strip() + "\n"
    text = re.sub(r"\d{3,}", "#", future)
    file = GOLDENS / "bad_input" / f"{name}.txt"
    golden.check(file, text, varies=name in RACES)


def test_every_golden_belongs_to_an_input() -> None:
    """No golden is left over."""
    assert {path.stem for path in (ROOT / "tests/goldens/bad_input").iterdir()} == set(BAD)
