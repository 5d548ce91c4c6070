"""Runs the steps of a workflow here, in order, in a clean folder, as a user without rights.

It knows what the workflows of this repository use, and fails at anything else: steps with `run` in bash; checking out,
setting up Python and keeping results, which it does by hand; expressions that are `a || b`, in strings and in `if`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from corpus import ROOT

BY_PRODUCTS = shutil.ignore_patterns("__pycache__")
NOBODY = 65534
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_BASH = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c"]  # as `shell: bash` is on GitHub


@dataclass
class Job:
    """What a job left behind: the log, the files of its steps, whether it went well."""

    workspace: Path
    log: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)  # that were run
    failed: str | None = None  # the step that failed
    artifact: Path | None = None

    @property
    def summary(self) -> str:
        return "".join(path.read_text("utf-8") for path in _files_of_steps(self.workspace, "summary"))

    @property
    def outputs(self) -> dict[str, str]:
        text = "".join(path.read_text("utf-8") for path in _files_of_steps(self.workspace, "output"))
        return dict(line.split("=", 1) for line in text.splitlines())

    def commands(self) -> list[str]:
        """Return the commands of the log that the runner listens to: those outside of its fences."""
        heard, token = [], None
        for line in "".join(self.log).splitlines():
            command = line.strip()
            if token is not None:
                token = None if command == f"::{token}::" else token
            elif command.startswith("::stop-commands::"):
                token = command.removeprefix("::stop-commands::")
            elif command.startswith("::") or "##[" in command:
                heard.append(command)
        return heard


def run_job(
    job: dict[str, Any], workspace: Path, check_out: Callable[[Path], None], contexts: dict[str, str], *, python: Path
) -> Job:
    """Run the steps of a job. `contexts` has the values of expressions, such as "inputs.version"."""
    done = Job(workspace)
    (workspace / "temp").mkdir(exist_ok=True)
    environment = {name: _evaluate(value, contexts) for name, value in job.get("env", {}).items()}
    for step in job["steps"]:
        name = step.get("name") or step.get("run") or step["uses"]
        if done.failed and "cancelled()" not in step.get("if", ""):
            continue
        done.steps.append(name)
        number = len(done.steps)
        if "run" in step:
            for file in ("summary", "output"):
                (workspace / f"temp/{file}-{number}").touch()
            _give_away(workspace)
            _run(step["run"], done, environment | _variables(workspace, python, number), name)
        elif step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
            check_out(workspace / step["with"].get("path", "."))
        elif step["uses"].startswith("actions/upload-artifact@"):
            done.artifact = workspace / step["with"]["path"]
        else:
            assert step["uses"].startswith("actions/setup-python@"), step
    return done


def _evaluate(value: str, contexts: dict[str, str]) -> str:
    def first(match: re.Match[str]) -> str:
        choices = [choice.strip() for choice in match[1].split("||")]
        values = [choice[1:-1] if choice.startswith("'") else contexts.get(choice, "") for choice in choices]
        return next((each for each in values if each), "")

    return _EXPRESSION.sub(first, str(value))


def _files_of_steps(workspace: Path, name: str) -> list[Path]:
    return sorted((workspace / "temp").glob(f"{name}-*"))


def _variables(workspace: Path, python: Path, number: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    return kept | {
        "PATH": f"{python}:/usr/bin:/bin",
        "HOME": str(workspace / "home"),
        "RUNNER_TEMP": str(workspace / "temp"),
        "GITHUB_SERVER_URL": f"file://{workspace.parent}/server",
        "GITHUB_STEP_SUMMARY": str(workspace / f"temp/summary-{number}"),
        "GITHUB_OUTPUT": str(workspace / f"temp/output-{number}"),
    }


def _run(script: str, job: Job, environment: dict[str, str], name: str) -> None:
    result = subprocess.run(
        [*as_nobody(), *_BASH, script],
        cwd=job.workspace,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    job.log.append(result.stdout.decode("utf-8", "replace"))
    if result.returncode:
        job.failed = name


def as_nobody() -> list[str]:
    """Return what stands before a command that is run without rights; nothing where we have none ourselves."""
    if os.getuid() != 0:
        return []
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs", "--"]


def _give_away(folder: Path) -> None:
    if os.getuid() == 0:
        subprocess.run(["chown", "--recursive", "--no-dereference", f"{NOBODY}:{NOBODY}", folder], check=True)


def python_for_nobody(folder: Path) -> Path | None:
    """Make a folder with a `python` with which a user without rights can make environments, or return None."""
    folder.mkdir()
    for candidate in [Path(os.path.realpath(sys.executable)), Path("/usr/bin/python3")]:
        trial = folder / "trial"
        trial.mkdir()
        _give_away(trial)
        made = subprocess.run(
            [*as_nobody(), candidate, "-m", "venv", trial / "venv"], cwd="/", env={}, capture_output=True
        )
        shutil.rmtree(trial)
        if made.returncode == 0:
            (folder / "python").symlink_to(candidate)
            return folder
    return None


def publish(folder: Path) -> None:
    """Make a repository of the kit as it is here, with one commit on its branch main."""
    for name in (".github", "exercises", "grader", "solutions"):
        shutil.copytree(ROOT / name, folder / name, ignore=BY_PRODUCTS)
    for name in ("LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    git = ["git", "-c", "user.name=course", "-c", "user.email=course@example.org"]
    subprocess.run([*git, "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)
    subprocess.run([*git, "add", "--all"], cwd=folder, check=True)
    subprocess.run([*git, "commit", "--quiet", "--message=Kit"], cwd=folder, check=True)


def load(file: Path) -> dict[str, Any]:
    """Read a workflow. YAML 1.1 takes the key `on` for true."""
    data: dict[Any, Any] = yaml.safe_load(file.read_text("utf-8"))
    data["on"] = data.pop(True)
    return data
