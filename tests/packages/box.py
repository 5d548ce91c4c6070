"""A container like Gradescope's, made with bubblewrap: its folders, root as its user, nothing of the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_SYSTEM = ("bin", "sbin", "lib", "lib64")
_MAKES_ENVIRONMENTS = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))"


def why_not() -> str | None:
    """Return why there can be no box here, or None when there can."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        return "a container like Gradescope's starts as root"
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed"
    python = subprocess.run(["/usr/bin/python3", "-c", _MAKES_ENVIRONMENTS], check=False) if _has_python() else None
    return None if python and python.returncode == 0 else "the system's Python cannot make environments"


def _has_python() -> bool:
    return Path("/usr/bin/python3").exists()


class Box:
    """The root of a container. What is in `autograder` is /autograder there; `opt` and `etc` can be written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("autograder/source", "autograder/submission", "autograder/results", "opt"):
            (root / name).mkdir(parents=True)
        subprocess.run(["cp", "--archive", "/etc", root / "etc"], check=True)

    def command(self, *words: str, network: bool = False) -> list[str]:
        """Return the command that runs these words in the container, in /autograder."""
        bwrap = ["bwrap", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--clearenv"]
        bwrap += [] if network else ["--unshare-net"]
        bwrap += ["--ro-bind", "/usr", "/usr", "--bind", str(self.root / "etc"), "/etc"]
        for name in _SYSTEM:
            if Path("/", name).is_symlink():
                bwrap += ["--symlink", os.readlink(f"/{name}"), f"/{name}"]
        bwrap += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/root", "--tmpfs", "/opt"]
        for everybodys in ("/tmp", "/dev/shm"):
            bwrap += ["--perms", "1777", "--tmpfs", everybodys]
        for path in Path("/opt").iterdir() if network else ():
            bwrap += ["--ro-bind", str(path), str(path)]
        (self.root / "opt/grader").mkdir(exist_ok=True)
        bwrap += ["--bind", str(self.root / "opt/grader"), "/opt/grader"]
        bwrap += ["--bind", str(self.root / "autograder"), "/autograder", "--chdir", "/autograder"]
        bwrap += ["--setenv", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "--setenv", "HOME", "/root"]
        for name, value in os.environ.items() if network else ():
            bwrap += ["--setenv", name, value] if name.startswith("PIP_") else []
        return [*bwrap, "--", *words]

    def run(self, *words: str, network: bool = False) -> subprocess.CompletedProcess[str]:
        """Run words in the container."""
        return subprocess.run(self.command(*words, network=network), capture_output=True, text=True)
