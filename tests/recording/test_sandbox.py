"""The sandbox: what a script finds in it, what it cannot reach, and that time in it is the same as outside."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.recording import sandbox
from grader.recording.limits import Limits
from grader.recording.recording import Recording
from grader.recording.runner import Options, Runner
from grader.recording.sandbox import ROOT

from .conftest import START_METHODS
from .helpers import descendants, is_alive, life, printed, write

pytestmark = pytest.mark.skipif(sandbox.why_unavailable() is not None, reason=f"{sandbox.why_unavailable()}")
SOLUTIONS = ROOT / "solutions"


@pytest.fixture(scope="module")
def sandboxed() -> Iterator[Runner]:
    with Runner(Options(sandboxed=True)) as runner:
        yield runner


def seen(runner: Runner, folder: Path, source: str) -> Any:
    """Run a script and return what it printed as JSON."""
    recording = runner.record(write(folder, source))
    assert recording.succeeded, printed(recording, "stderr")
    return json.loads(recording.output())


# the same recording ---------------------------------------------------------------------------------------------


def told(recording: Recording) -> list[Any]:
    """Return all of a recording that does not hang on pids."""
    calls = [(call.function, call.args, call.how, *life(call), call.slept, call.value) for call in recording.calls]
    pools = [(pool.size, pool.kind, pool.method, pool.made, pool.terminated) for pool in recording.pools]
    lines = sorted((line.at, "".join(c for c in line.text if not c.isdigit())) for line in recording.lines)
    return [recording.ending, recording.elapsed, recording.jumps, recording.left_running, calls, pools, lines]


@pytest.mark.parametrize("method", START_METHODS)
@pytest.mark.parametrize(("name", "argv"), [("poolapply", ()), ("applyasync", ()), ("future", ("2",))])
def test_a_recording_is_the_same_as_outside(name, argv, method):
    """Times, calls and jumps of the clock do not hang on where a script runs."""
    script = SOLUTIONS / f"{name}.py"
    with Runner(Options(start_method=method)) as free, Runner(Options(start_method=method, sandboxed=True)) as boxed:
        assert told(free.record(script, argv)) == told(boxed.record(script, argv))


def test_functions_are_called_in_it(sandboxed):
    """What is called one by one sleeps, prints and returns as ever."""
    with sandboxed.functions(SOLUTIONS / "poolapply.py") as functions:
        returned = functions.call("slow_add", 2, 20, 3)
    assert (returned.value, returned.slept, returned.elapsed) == (23, 2.0, 2.0)
    assert [line.pid for line in returned.lines] == [returned.pid] * 2


def test_pids_look_as_they_do_outside(sandboxed, tmp_path):
    """They have five digits: a process 2 could not be told from the second of something."""
    pids = seen(
        sandboxed,
        tmp_path,
        """
        import multiprocessing, os
        if __name__ == "__main__":
            with multiprocessing.Pool(2) as pool:
                print([os.getpid(), *(worker.pid for worker in pool._pool)])
        """,
    )
    assert all(10_000 <= pid < 100_000 for pid in pids)


def test_a_hang_is_found(sandboxed, tmp_path, impatient):
    """The kernel's witness sees through the sandbox."""
    script = write(
        tmp_path, "import threading\nthreading.Lock().acquire()\nlock = threading.Lock()\nlock.acquire()\n" * 2
    )
    script.write_text(script.read_text("utf-8") + "lock.acquire()\n", "utf-8")
    assert sandboxed.record(script).ending.how == "hung"


def test_what_outlives_the_script_is_named_and_ended(sandboxed, tmp_path):
    """Sessions of their own, ignored signals and stopped processes do not help."""
    recording = sandboxed.record(
        write(
            tmp_path,
            """
            import os, signal, time
            for mean in range(3):
                if os.fork() == 0:
                    os.setsid()
                    signal.signal(signal.SIGTERM, signal.SIG_IGN)
                    if os.fork() == 0:
                        if mean == 2:
                            os.kill(os.getpid(), signal.SIGSTOP)
                        signal.pause()
                    os._exit(0)
                os.wait()
            """,
        )
    )
    assert len(recording.left_running) == 3
    assert seen(sandboxed, tmp_path, PROCESSES) == [1]


# what cannot be reached -----------------------------------------------------------------------------------------

PROCESSES = """
    import json, os
    print(json.dumps([int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]))
"""


def test_no_other_process_is_seen(sandboxed, tmp_path):
    """There is the launcher, and nobody else."""
    assert seen(sandboxed, tmp_path, PROCESSES) == [1]


def test_there_is_no_network(sandboxed, tmp_path):
    """Not even a connection to this very machine."""
    source = """
        import json, socket
        found = [name for _, name in socket.if_nameindex() if name != "lo"]
        try:
            socket.create_connection(("127.0.0.1", {port}), timeout=2)
        except OSError as error:
            found.append(type(error).__name__)
        print(json.dumps(found))
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = seen(sandboxed, tmp_path, source.replace("{port}", str(server.getsockname()[1])))
    assert "ConnectionRefusedError" in found or "OSError" in found
    assert "eth0" not in found


READ_ONLY = ["/new", "/usr/new", "/etc/new", "/dev/new", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"]


def test_the_system_is_read_only(sandboxed, tmp_path):
    """Nothing but the run's own folder and the private /tmp and /dev/shm can be written; root has no say in it."""
    paths = [*READ_ONLY, f"{sys.prefix}/new", f"{sandbox.INSIDE}/wire.py", f"{sandbox.INSIDE}/new.py"]
    written = seen(
        sandboxed,
        tmp_path,
        f"""
        import json
        written = []
        for path in {[*paths, "/tmp/new", "/dev/shm/new", "new"]!r}:
            try:
                open(path, "r+" if path.endswith(("wire.py", "pattern", "trigger")) else "w").close()
                written.append(path)
            except OSError:
                pass
        print(json.dumps(written))
        """,
    )
    assert written == ["/tmp/new", "/dev/shm/new", "new"]


def test_other_folders_do_not_exist(sandboxed, tmp_path):
    """No home, no other submission, no report, and of the kit the recorder only."""
    secret = tmp_path / "neighbour" / "future.py"
    secret.parent.mkdir()
    secret.write_text("answer = 42", "utf-8")
    paths = [secret, tmp_path / "script.py", Path.home() / ".bashrc", ROOT / "solutions", ROOT / "grader" / "checks"]
    found = seen(
        sandboxed,
        tmp_path,
        f"""
        import json, os
        print(json.dumps([path for path in {[str(path) for path in paths]!r} if os.path.exists(path)]))
        """,
    )
    assert found == []


def test_the_environment_is_empty_but_for_the_run(sandboxed, tmp_path, monkeypatch):
    """No process in the sandbox has a token of the grader's in its environment, the launcher neither."""
    monkeypatch.setenv("CI_TOKEN", "secret")
    with Runner(Options(sandboxed=True)) as runner:
        names = seen(runner, tmp_path, "import json, os\nprint(json.dumps(sorted(os.environ)))")
    assert "CI_TOKEN" not in names
    assert set(names) <= {"HOME", "LANG", "LD_LIBRARY_PATH", "PATH", "PYTHONUTF8", "TEMP", "TMP", "TMPDIR"}


def test_nobody_has_a_capability_or_gains_one(sandboxed, tmp_path):
    """Root in the sandbox is root of nothing, and no program makes it more."""
    sets = seen(
        sandboxed,
        tmp_path,
        """
        import json, subprocess
        own = open("/proc/self/status").read()
        other = subprocess.run(["/bin/cat", "/proc/self/status"], capture_output=True, text=True).stdout
        words = [line.split() for line in (own + other).splitlines()]
        names = ("CapEff:", "CapPrm:", "CapAmb:", "NoNewPrivs:")
        print(json.dumps([fields[1] for fields in words if fields[0] in names]))
        """,
    )
    assert [int(value, 16) for value in sets] == [0, 0, 0, 1] * 2


def test_the_launcher_cannot_be_harmed(sandboxed, tmp_path):
    """It starts the next run too: no signal reaches it, and its memory and its line are closed to others."""
    done = seen(
        sandboxed,
        tmp_path,
        """
        import json, os, signal
        done = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
            os.kill(1, number)
        for path in ("/proc/1/mem", "/proc/1/fd/0", "/proc/1/environ"):
            try:
                open(path, "rb").read(1)
                done.append(path)
            except OSError:
                pass
        print(json.dumps(done))
        """,
    )
    assert done == []
    assert seen(sandboxed, tmp_path, "print([])") == []


def test_a_later_submission_finds_nothing_of_an_earlier_one(sandboxed, tmp_path):
    """Each gets a sandbox of its own; the runs of one submission share it."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir(), two.mkdir()
    leave = """
        import os
        open("/tmp/left", "w").close(), open("/dev/shm/left", "w").close(), open("../../left", "w").close()
        print([])
    """
    look = """
        import json, os
        found = os.listdir("/tmp") + os.listdir("/dev/shm") + os.listdir("../..")
        print(json.dumps("left" in found))
    """
    assert seen(sandboxed, one, leave) == []
    assert seen(sandboxed, two, look) is False


def test_tmp_and_shared_memory_are_bounded(sandboxed, tmp_path):
    """What is written there is memory: it ends at 64 MiB each."""
    fits = seen(
        sandboxed,
        tmp_path,
        """
        import json, os
        print(json.dumps([os.statvfs(path).f_blocks * os.statvfs(path).f_frsize for path in ("/tmp", "/dev/shm")]))
        """,
    )
    assert fits == [64 << 20] * 2


# its end --------------------------------------------------------------------------------------------------------

GRADER = """
import sys
from pathlib import Path
from grader.recording.runner import Options, Runner
with Runner(Options(start_method={method!r}, sandboxed={sandboxed})) as runner:
    runner.record(Path(sys.argv[1]), clock="real")
"""
LONG = """
    import multiprocessing, os, sys, time
    def work(seconds):
        time.sleep(seconds)
    if __name__ == "__main__":
        multiprocessing.current_process()
        lock = multiprocessing.Lock()
        with multiprocessing.Pool(2) as pool:
            os.system("(setsid sleep 54321 &)")
            open("started", "w").close()
            pool.map(work, [50, 50])
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("sandboxed", [True, False])
def test_a_killed_grader_takes_all_with_it(tmp_path, short_folder, monkeypatch, method, sandboxed):
    """Of a grader that gets SIGKILL no process, no semaphore and no file of the run is left."""
    monkeypatch.setenv("TMPDIR", str(short_folder))
    script = write(tmp_path, LONG)
    code = GRADER.format(method=method, sandboxed=sandboxed)
    grader = subprocess.Popen([sys.executable, "-c", code, script], cwd=ROOT)
    while not list(short_folder.glob("grader-*/runs/*/home/started")):
        assert grader.poll() is None
        time.sleep(0.01)
    semaphores: set[str] = set()
    while method == "spawn" and not semaphores:  # those of forked workers have lost their names at once
        assert grader.poll() is None
        time.sleep(0.01)
        semaphores = {name for pid in descendants(grader.pid) for name in _semaphores_of(pid)}
    tree = descendants(grader.pid)
    assert len(tree) >= 5
    grader.send_signal(signal.SIGKILL)
    grader.wait()
    deadline = time.monotonic() + 30  # it takes milliseconds; a busy machine gets more
    while any(map(is_alive, tree)) and time.monotonic() < deadline:
        time.sleep(0.01)
    while list(short_folder.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [pid for pid in tree if is_alive(pid)] == []
    assert list(short_folder.iterdir()) == []
    assert semaphores & set(os.listdir("/dev/shm")) == set()


def _semaphores_of(pid: int) -> set[str]:
    """Return the names of the semaphores in a process's memory: other tests have some of their own meanwhile."""
    try:
        return set(re.findall(r"/dev/shm/(sem\.mp-\w+)$", Path(f"/proc/{pid}/maps").read_text(), re.MULTILINE))
    except (OSError, UnicodeDecodeError):  # it has ended meanwhile
        return set()


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder for runs whose name is short enough for the address of a socket."""
    with tempfile.TemporaryDirectory(prefix="käse und brot ", dir="/tmp") as folder:
        yield Path(folder)


def test_a_closed_runner_leaves_no_folder(tmp_path, short_folder, monkeypatch):
    """Nor one that had to be made readable, or is too deep to walk."""
    monkeypatch.setattr(tempfile, "tempdir", str(short_folder))
    with Runner(Options(sandboxed=True, limits=Limits(files=10_000))) as runner:
        seen(
            runner,
            tmp_path,
            """
            import os
            os.mkdir("locked"), os.mkdir("locked/in"), os.chmod("locked/in", 0), os.chmod("locked", 0)
            for _ in range(1500):
                os.mkdir("d"), os.chdir("d")
            print([])
            """,
        )
        assert list(short_folder.iterdir()) != []
    assert list(short_folder.iterdir()) == []
