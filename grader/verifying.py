"""Whether a checkout of the kit is fit for grading on this machine, and what to do where it is not."""

from __future__ import annotations

import importlib.metadata
import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from grader.checks import exercises
from grader.classroom.grades import Submission
from grader.errors import BadInput
from grader.manifest import NAME, differences, manifest_of, read
from grader.packages.session import grade
from grader.recording import sandbox
from grader.recording.processes import kernel_can_tell
from grader.recording.runner import Options, Runner
from grader.scorecard import Scorecard, points
from grader.settings import BadSetting, Settings, read_settings

OK, NOTE, PROBLEM = "ok", "note", "problem"  # a note: it works, but with less
SUPPORTED = ((3, 10), (3, 15))  # versions of Python, the first and the last
_DISTRIBUTION = "parallel-python-exercises"
_WORKFLOW = ".github/workflows/grade.yml"
_NO_UPSTREAM = "OWNER/REPOSITORY"  # what stands there until a teacher has set it
_SHOWN = 5  # files that are named
_PROBE = """
from multiprocessing import Pool
if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.apply(abs, [-42]))
"""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what was seen and, where something is to be done, what."""

    name: str
    status: str
    seen: str
    repair: str | None = None


@dataclass(frozen=True)
class Machine:
    """What of this machine the findings rest on."""

    python: tuple[int, int] = sys.version_info[:2]
    start_methods: tuple[str, ...] = tuple(multiprocessing.get_all_start_methods())
    version_of: Callable[[str], str] = importlib.metadata.version


def verify(root: Path, machine: Machine | None = None) -> Iterator[Finding]:
    """Look at the checkout at `root` and at this machine, and yield what was found, one finding a subject."""
    machine = machine or Machine()
    settings, finding = _settings(root)
    yield _python(machine)
    yield _tools(machine)
    yield _scripts(root, "exercises", "git checkout -- exercises")
    yield _solutions(root)
    yield _kit(root)
    yield finding
    yield _start_method(settings, machine)
    yield _clock(settings)
    yield _sandbox(settings)
    yield _recording(settings)


def verify_for_instructors(root: Path) -> Iterator[Finding]:
    """Grade stubs and solutions of the checkout at `root`, look into its corpus, and yield what was found."""
    yield _workflow(root)
    yield _stubs_earn_nothing(_graded(root, "exercises"))
    if not (root / "solutions").exists():
        yield Finding("full marks", NOTE, "there are no solutions here to be graded")
        return
    solved = _graded(root, "solutions")
    yield _solutions_earn_all(solved)
    yield _every_claim_can_fail(root, solved)


def _python(machine: Machine) -> Finding:
    version = ".".join(map(str, machine.python))
    first, last = (".".join(map(str, each)) for each in SUPPORTED)
    if SUPPORTED[0] <= machine.python <= SUPPORTED[1]:
        return Finding("Python", OK, f"Python {version}")
    repair = f"make the environment anew with one of them: python{last} -m venv --clear .venv"
    return Finding("Python", PROBLEM, f"this is Python {version}; the kit runs on {first} to {last}", repair)


def _tools(machine: Machine) -> Finding:
    try:
        wanted = [Requirement(line) for line in importlib.metadata.requires(_DISTRIBUTION) or ()]
    except importlib.metadata.PackageNotFoundError:
        return Finding("tools", PROBLEM, "the kit is not installed", "python -m pip install -e .")
    needed = [each for each in wanted if each.marker is None or each.marker.evaluate({"extra": ""})]
    missing = [said for each in needed if (said := _missing(each, machine))]
    if missing:
        return Finding("tools", PROBLEM, "; ".join(missing), "python -m pip install -e .")
    return Finding("tools", OK, ", ".join(each.name for each in needed))


def _missing(wanted: Requirement, machine: Machine) -> str | None:
    try:
        version = machine.version_of(wanted.name)
    except importlib.metadata.PackageNotFoundError:
        return f"{wanted.name} is not installed"
    fits = wanted.specifier.contains(version, prereleases=True)
    return None if fits else f"{wanted.name} is {version}, and {wanted.specifier} is needed"


def _scripts(root: Path, folder: str, repair: str) -> Finding:
    names = [f"{name}.py" for name in exercises()]
    wrong = [name for name in names if not (root / folder / name).is_file() or (root / folder / name).is_symlink()]
    if wrong:
        return Finding(folder, PROBLEM, f"{folder}/ has no file {', no file '.join(wrong)}", repair)
    return Finding(folder, OK, ", ".join(names))


def _solutions(root: Path) -> Finding:
    if not (root / "solutions").exists():
        return Finding("solutions", NOTE, "there are none here, as in a copy for students")
    return _scripts(root, "solutions", "git checkout -- solutions")


def _kit(root: Path) -> Finding:
    repair = "git checkout -- grader pyproject.toml .github; where the change is meant: python -m grader.manifest"
    try:
        published = read(root)
    except BadInput as error:
        return Finding("kit", PROBLEM, str(error), repair)
    if published is None:
        return Finding("kit", NOTE, f"there is no {NAME} to compare it with", "python -m grader.manifest")
    changes = differences(published, manifest_of(root))
    if not changes:
        return Finding("kit", OK, f"{len(published)} files are as they were published")
    shown = ", ".join(" ".join(change.split()) for change in changes[:_SHOWN])
    more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
    return Finding("kit", PROBLEM, f"it is not as it was published: {shown}{more}", repair)


def _settings(root: Path) -> tuple[Settings, Finding]:
    try:
        settings = read_settings(root / "pyproject.toml")
    except BadSetting as error:
        return Settings(), Finding("settings", PROBLEM, str(error), "correct it in pyproject.toml")
    if not (root / "pyproject.toml").is_file():
        said = "there is no pyproject.toml, so the grader's settings are not known"
        return settings, Finding("settings", PROBLEM, said, "git checkout -- pyproject.toml")
    return settings, Finding("settings", OK, "[tool.grader] of pyproject.toml")


def _start_method(settings: Settings, machine: Machine) -> Finding:
    if settings.start_method in machine.start_methods:
        return Finding("start method", OK, settings.start_method)
    there_are = ", ".join(machine.start_methods)
    return Finding(
        "start method",
        PROBLEM,
        f"this system has no {settings.start_method}; it has {there_are}",
        f'write start_method = "{machine.start_methods[0]}" under [tool.grader] in pyproject.toml',
    )


def _clock(settings: Settings) -> Finding:
    if settings.clock == "real":
        return Finding(
            "clock", NOTE, "real, by clock in [tool.grader] of pyproject.toml: slower, and within a tolerance"
        )
    if kernel_can_tell():
        return Finding("clock", OK, "virtual")
    said = "real: this system has no /proc to tell when a script sleeps, so grading is slower and within a tolerance"
    return Finding("clock", NOTE, said, "grade on Linux, or in the container of .github/Containerfile")


def _sandbox(settings: Settings) -> Finding:
    why = "it was switched off" if settings.sandbox == "off" else sandbox.why_unavailable()
    if why is None:
        return Finding("sandbox", OK, "bubblewrap")
    status = PROBLEM if settings.sandbox == "bubblewrap" else NOTE
    seen = f"off, so scripts can read and change this user's files: {why}"
    return Finding("sandbox", status, seen, "sudo apt-get install bubblewrap" if "not installed" in why else None)


def _recording(settings: Settings) -> Finding:
    """Record a small script with a pool, as every grading does."""
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        script = Path(folder, "probe.py")
        script.write_text(_PROBE, "utf-8")
        with Runner(Options(settings.clock, settings.start_method, settings.limits)) as runner:
            recording = runner.record(script)
    if recording.succeeded and recording.calls:
        return Finding("recording", OK, "a script with a pool of two workers was run and recorded")
    seen = f"a script with a pool of two workers could not be recorded: {recording.ending.reason or 'it failed'}"
    repair = "see what Python says: python -c 'import multiprocessing; multiprocessing.Pool(2)'"
    return Finding("recording", PROBLEM, seen, repair)


def _workflow(root: Path) -> Finding:
    file = root / _WORKFLOW
    if not file.is_file():
        return Finding("workflow", NOTE, f"there is no {_WORKFLOW}, so forks are not graded on GitHub")
    if f"'{_NO_UPSTREAM}'" in file.read_text("utf-8"):
        seen = f"{_WORKFLOW} does not say where the grader of a fork comes from"
        return Finding("workflow", NOTE, seen, "set UPSTREAM in it, as .github/TEACHING.md says")
    return Finding("workflow", OK, f"{_WORKFLOW} says where the grader of a fork comes from")


def _graded(root: Path, folder: str) -> Submission:
    told: list[Submission] = []

    def tell(submission: Submission, scorecard: Scorecard) -> None:
        told.append(submission)

    grade(root / folder, tell, settings=root / "pyproject.toml")
    return told[-1]


def _stubs_earn_nothing(graded: Submission) -> Finding:
    earning = [f"{each.name} earns {points(each.score)}" for each in graded.exercises if each.score]
    if graded.reason or earning:
        seen = graded.reason or f"a stub should earn 0, but {', '.join(earning)}"
        return Finding("stubs", PROBLEM, seen, "put the stubs back: git checkout -- exercises")
    return Finding("stubs", OK, "each earns 0")


def _solutions_earn_all(graded: Submission) -> Finding:
    failed = [f"{each.name}: {check.claim}" for each in graded.exercises if (check := each.first_failure())]
    if graded.reason or failed or graded.score < graded.max_score:
        seen = graded.reason or f"they earn {points(graded.score)} / {points(graded.max_score)}"
        more = f"; what fails first: {' '.join(failed)}" if failed else ""
        return Finding("full marks", PROBLEM, seen + more, "see why: pytest solutions -v")
    return Finding("full marks", OK, f"the solutions earn {points(graded.score)} / {points(graded.max_score)}")


def _every_claim_can_fail(root: Path, solved: Submission) -> Finding:
    """Look for each claim in the pinned reports of the corpus: one says that it failed."""
    claims = {(each.name, check.id) for each in solved.exercises for check in each.checks}
    failed = set()
    for report in (root / "tests/submissions/mistakes").glob("*/*/report.txt"):
        lines = report.read_text("utf-8").splitlines()
        failed |= {(report.parts[-3], line.split()[1]) for line in lines if line.startswith("failed ")}
    never = sorted(f"{exercise}: {check}" for exercise, check in claims - failed)
    if never or not claims:
        seen = f"no mistake of the corpus fails {', '.join(never[:_SHOWN])}" if never else "there are no claims"
        return Finding("claims", PROBLEM, seen, "add a mistake to tests/submissions/mistakes")
    return Finding("claims", OK, f"each of {len(claims)} is failed by a mistake of the corpus")
