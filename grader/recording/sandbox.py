"""The sandbox around the launcher and its runs: bubblewrap, and in it nothing but what a Python script needs.

One sandbox holds the runs of one submission. Inside there is no network, every folder is read-only but the run's own,
/tmp and /dev/shm are private, and other submissions, the reports and the instructor's home do not exist. Its first
process is the launcher: when that ends, the kernel ends all others.
"""

from __future__ import annotations

import compileall
import functools
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
INSIDE = Path(__file__).resolve().parent / "inside"
LAST_PID = "/proc/sys/kernel/ns_last_pid"  # what is written there comes before the next pid of the writer's namespace
_PRIVATE = 64 << 20  # bytes that fit into /tmp, and into /dev/shm
_DEVICES = ("null", "zero", "full", "random", "urandom")
_LINKED = ("bin", "sbin", "lib", "lib32", "lib64")  # links into /usr on most systems, folders on some
_SYSTEM = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")


@functools.cache
def why_unavailable() -> str | None:
    """Return why no sandbox can be started on this machine, or None when it can: it is tried once."""
    if sys.platform != "linux":
        return f"bubblewrap runs on Linux only, and this is {platform.system()}"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (the package bubblewrap of most systems)"
    if not os.access(LAST_PID, os.W_OK):
        return f"this kernel has no {LAST_PID}"
    tried = subprocess.run(
        [*command(Path("/tmp")), sys.executable, "-I", "-S", "-c", ""], capture_output=True, stdin=subprocess.DEVNULL
    )
    if tried.returncode == 0:
        compileall.compile_dir(INSIDE, quiet=2)  # in the sandbox no byte code can be kept
        return None
    words = tried.stderr.decode("utf-8", "replace").strip().splitlines()
    return words[-1] if words else f"bwrap ended with status {tried.returncode}"


def command(folder: Path, *options: str) -> list[str]:
    """Return the command that runs what follows it in a sandbox, in which only `folder` can be written.

    The one capability that is kept lets the launcher say with which pid to go on; the launcher then drops it. The
    pids of an empty sandbox begin at 2, and nobody could tell them from the numbers that a script prints.
    """
    sandbox = ["bwrap", "--unshare-all", "--unshare-user", "--new-session", "--as-pid-1", "--clearenv"]
    sandbox += ["--cap-drop", "ALL", "--cap-add", "CAP_CHECKPOINT_RESTORE"]
    sandbox += ["--proc", "/proc", "--remount-ro", "/proc"]  # for root, /proc/sys could be written otherwise
    sandbox += ["--size", str(_PRIVATE), "--tmpfs", "/tmp", *_devices(), *_system(), *_interpreter(), *_recorder()]
    sandbox += ["--bind", str(folder), str(folder), "--remount-ro", "/", "--chdir", str(folder)]
    for name in ("PATH", "LD_LIBRARY_PATH"):
        if name in os.environ:
            sandbox += ["--setenv", name, os.environ[name]]
    return [*sandbox, *options, "--"]


def _devices() -> list[str]:
    """Return what makes /dev; bwrap's own (`--dev`) needs a second user namespace, in which no pid can be chosen."""
    devices = [word for name in _DEVICES for word in ("--dev-bind", f"/dev/{name}", f"/dev/{name}")]
    links = [word for number, name in enumerate(("stdin", "stdout", "stderr")) for word in _link(number, name)]
    shared_memory = ["--size", str(_PRIVATE), "--perms", "1777", "--tmpfs", "/dev/shm"]
    fds = ["--symlink", "/proc/self/fd", "/dev/fd"]
    return ["--tmpfs", "/dev", *devices, *fds, *links, *shared_memory, "--remount-ro", "/dev"]


def _link(number: int, name: str) -> list[str]:
    return ["--symlink", f"/proc/self/fd/{number}", f"/dev/{name}"]


def _system() -> Iterator[str]:
    yield from _read_only(["/usr"])
    for name in _LINKED:
        path = Path("/", name)
        if path.is_symlink():
            yield from ("--symlink", os.readlink(path), str(path))
        elif path.is_dir():
            yield from _read_only([path])
    yield from _read_only(path for path in _SYSTEM if os.path.exists(path))


@functools.cache
def _interpreter() -> tuple[str, ...]:
    """Return what shows the interpreter that we are: its folders, and what else of it is in memory now."""
    folders = [sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix, os.path.dirname(os.__file__)]
    folders += filter(os.path.isdir, os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep))
    seen = ["/usr", *(f"/{name}" for name in _LINKED)]
    shown: list[str] = []
    for path in [*map(os.path.abspath, folders), *_links_of(sys.executable), *_mapped_files()]:
        if path != "/" and not any(path == each or path.startswith(f"{each}/") for each in seen):
            seen.append(path)
            shown.append(path)
    return tuple(_read_only(shown))


def _links_of(path: str) -> Iterator[str]:
    """Yield a path and where it leads, link by link."""
    while os.path.islink(path):
        yield path
        path = os.path.join(os.path.dirname(path), os.readlink(path))
    yield os.path.abspath(path)


def _mapped_files() -> list[str]:
    with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as file:
        words = [line.rstrip("\n").split(None, 5) for line in file]
    files = {fields[5] for fields in words if len(fields) == 6 and "x" in fields[1]}
    return sorted(path for path in files if path.startswith("/") and os.path.isfile(path))


def _recorder() -> list[str]:
    """Return what shows the recorder, and of the kit no more than the way there."""
    return list(_read_only([ROOT / "grader" / "__init__.py", INSIDE.parent / "__init__.py", INSIDE]))


def _read_only(paths: Iterable[str | Path]) -> Iterator[str]:
    for path in paths:
        yield from ("--ro-bind", str(path), str(path))
