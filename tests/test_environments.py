"""The same grade everywhere: in any locale, encoding, time zone and folder, for any user, whatever Python is told."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus import ROOT, SUBMISSIONS

SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
NOBODY = 65534
PYTHON = sys.executable
LIBRARIES = [path for path in sys.path if path.endswith("site-packages")]
ESSENTIAL = {"PATH": os.environ["PATH"]}
FOREIGN = {
    "LC_ALL": "C",
    "PYTHONIOENCODING": "ascii",
    "PYTHONHASHSEED": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "TZ": "Pacific/Kiritimati",
}
WINDOWS = {
    "LC_ALL": "tr_TR.UTF-8",  # where i is no small I; unknown on many machines, which is another case
    "PYTHONIOENCODING": "cp1252",
    "PYTHONHASHSEED": "4711",
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "0",
    "PYTHONWARNINGS": "error",
    "TZ": "America/St_Johns",
}


@pytest.fixture
def homework() -> Iterator[Path]:
    """A folder with a blank and accents in its name that every user may read: one script right, one wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "my homework é 東京")
        folder.mkdir()
        shutil.copy(SERIAL, folder)
        right = (ROOT / "solutions/poolapply.py").read_text("utf-8")
        said = right.replace("Master process is PID {os.getpid()}", "Größe 東京")
        (folder / "poolapply.py").write_text(said, "utf-8")
        for path in (folder.parent, folder):
            path.chmod(0o755)
        yield folder


def grade(folder: Path, *python: str, environment: dict[str, str] = ESSENTIAL, **process: Any) -> str:
    """Grade the folder by a Python with these options, and return what a student reads."""
    options = ["-p", "grader.plugin", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", os.fspath(folder)]
    command = [PYTHON, *(python or ["-m", "pytest"]), *options, "--color=no", os.fspath(folder)]
    environment = {**environment, "PYTHONPATH": os.pathsep.join([os.fspath(ROOT), *LIBRARIES])}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **process)
    return done.stdout.decode("utf-8", "replace")


def verdicts(output: str) -> list[str]:
    """Return the scores: of each exercise, and of all."""
    return [line for line in output.splitlines() if line.startswith(("poolapply  ", "applyasync  ", "score: "))]


EXPECTED = ["poolapply  24 / 25", "applyasync  21 / 30", "score: 45 / 100"]


@pytest.mark.parametrize(
    ("environment", "python"),
    [(FOREIGN, ["-O", "-m", "pytest"]), (WINDOWS, ["-B", "-m", "pytest"])],
    ids=["ascii-c-locale-optimised", "cp1252-turkish-unbuffered-warnings-are-errors"],
)
def test_locale_encoding_and_flags_change_nothing(
    homework: Path, environment: dict[str, str], python: list[str]
) -> None:
    """Neither locale, encoding of the terminal, hash seed and time zone, nor what Python is told."""
    output = grade(homework, *python, environment=ESSENTIAL | environment)
    assert verdicts(output) == EXPECTED, output


def test_a_job_of_cron_grades_the_same(homework: Path) -> None:
    """A short PATH is all there is: no home, no terminal, no standard input at all, and files for no other eyes."""
    without_input = "import os, runpy; os.close(0); runpy.run_module('pytest', run_name='__main__', alter_sys=True)"
    output = grade(homework, "-c", without_input, environment={"PATH": "/usr/bin:/bin"}, cwd="/", umask=0o077)
    assert verdicts(output) == EXPECTED, output


def _is_open_to_all(path: Path) -> bool:
    return all(each.stat().st_mode & stat.S_IXOTH for each in (path, *path.parents))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.skipif(not _is_open_to_all(ROOT), reason="this checkout is in a folder that is closed to other users")
@pytest.mark.skipif(not _is_open_to_all(Path(PYTHON).resolve()), reason="this Python is closed to other users")
def test_a_user_who_may_write_nowhere_grades_the_same(homework: Path) -> None:
    """Without privileges, and with a checkout and a submission that can only be read."""
    output = grade(homework, user=NOBODY, group=NOBODY, extra_groups=[], cwd=homework)
    assert verdicts(output) == EXPECTED, output
    assert sorted(path.name for path in homework.iterdir()) == ["applyasync.py", "poolapply.py"]
