"""How many small mistakes does the kit see? Each small change of the three solutions is graded as a submission.

    python tests/benchmarks/mutants.py --jobs 2 [--exercise future] [--only "pool size"] [--list]

A mutant is caught when it loses points. One that earns full marks is either equivalent, which means that the contract
allows what it does, or a mistake that the kit misses. No program can tell these two apart, so each survivor was read by
a person: `equivalent_mutants.toml` holds those that are right, with the reason. What it does not hold is shown as
missed, with its diff. So are two things that ought not to be: a mutant on that list which loses points (the kit is
unfair, or the list is wrong), and an entry for which there is no mutant any more.

Grading stops at the first claim that fails; nothing else is different from what a student gets.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from mutations import Mutant, mutants_of
from shared import EXERCISES, HERE, ROOT, Exercise, grade, table

from grader.scorecard import FAILED, UNCHECKED

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EQUIVALENT = HERE / "equivalent_mutants.toml"
BATCH = 20  # mutants for one process of pytest


@dataclass(frozen=True)
class Verdict:
    """What the kit said of a mutant: which claims did not pass, and in which it could not tell."""

    mutant: Mutant
    lost: tuple[str, ...]
    trouble: tuple[str, ...] = ()  # of the grader itself

    @property
    def survived(self) -> bool:
        """No claim is lost: full marks, but for what the grader could not tell."""
        return not self.lost


def all_mutants(exercises: Iterable[str], only: str) -> list[Mutant]:
    """Return the mutants of these exercises whose keys hold a text."""
    sources = {name: (ROOT / "solutions" / f"{name}.py").read_text("utf-8") for name in exercises}
    return [each for name, source in sources.items() for each in mutants_of(name, source) if only in each.key]


def equivalent_mutants(file: Path = EQUIVALENT) -> dict[str, str]:
    """Return the keys of the mutants that were found to be right, each with the reason."""
    groups = tomllib.loads(file.read_text("utf-8")).get("equivalent", []) if file.exists() else []
    return {key: group["reason"] for group in groups for key in group["mutants"]}


def verdicts_on(mutants: Sequence[Mutant], jobs: int) -> Iterator[Verdict]:
    """Grade mutants, a batch in each process of pytest, and yield the verdicts as they come."""
    batches = [mutants[start : start + BATCH] for start in range(0, len(mutants), BATCH)]
    with ThreadPoolExecutor(jobs) as pool:
        for done in as_completed([pool.submit(_grade_batch, batch) for batch in batches]):
            yield from done.result()


def _grade_batch(batch: Sequence[Mutant]) -> list[Verdict]:
    with tempfile.TemporaryDirectory() as folder:
        files = [_write(Path(folder).resolve() / str(number), mutant) for number, mutant in enumerate(batch)]
        try:
            graded = grade(files, "--stop-at-first-failure").exercises
        except RuntimeError as error:
            if len(batch) == 1:
                return [Verdict(batch[0], (), (str(error),))]
            return [verdict for mutant in batch for verdict in _grade_batch([mutant])]
        return [_verdict(mutant, graded.get(file)) for mutant, file in zip(batch, files, strict=True)]


def _write(folder: Path, mutant: Mutant) -> Path:
    folder.mkdir()
    file = folder / f"{mutant.key.partition(':')[0]}.py"
    file.write_text(mutant.source, "utf-8")
    return file


def _verdict(mutant: Mutant, exercise: Exercise | None) -> Verdict:
    if exercise is None:
        return Verdict(mutant, (), ("it was not graded",))
    open_ = [check for check in exercise.checks if check.status == UNCHECKED]
    lost = [check.id for check in exercise.checks if check.status == FAILED]
    lost += [check.id for check in open_ if not check.unjudged]
    return Verdict(mutant, tuple(lost), tuple(check.seen or "" for check in open_ if check.unjudged))


# the report -----------------------------------------------------------------------------------------------------


def report(verdicts: Sequence[Verdict], equivalent: dict[str, str], complete: bool) -> bool:
    """Print what became of the mutants; return whether all is as it should be."""
    missed = [each for each in verdicts if each.survived and each.mutant.key not in equivalent]
    marked_down = [each for each in verdicts if each.lost and each.mutant.key in equivalent]
    generated = {each.mutant.key for each in verdicts}
    stale = [key for key in equivalent if key not in generated] if complete else []
    for each in missed:
        print(f"\nMISSED {each.mutant.key}")
        print("\n".join([*each.trouble, each.mutant.diff()]))
    for each in marked_down:
        print(f"\nMARKED DOWN, but equivalent ({equivalent[each.mutant.key]}): {each.mutant.key}")
        print(f"{', '.join(each.lost)}\n{each.mutant.diff()}")
    for key in stale:
        print(f"\nNO SUCH MUTANT {key}")
    print(f"\n{_figures(verdicts, equivalent)}\n\n{_reasons(verdicts, equivalent)}")
    return not (missed or marked_down or stale)


def _figures(verdicts: Sequence[Verdict], equivalent: dict[str, str]) -> str:
    names = [name for name in EXERCISES if any(_exercise(each) == name for each in verdicts)]
    rows = [_row(name, [each for each in verdicts if _exercise(each) == name], equivalent) for name in names]
    return table(
        ("", "mutants", "caught", "equivalent", "missed", "caught %"), [*rows, _row("all", verdicts, equivalent)]
    )


def _exercise(verdict: Verdict) -> str:
    return verdict.mutant.key.partition(":")[0]


def _row(name: str, verdicts: Sequence[Verdict], equivalent: dict[str, str]) -> list[object]:
    wrong = [each for each in verdicts if each.mutant.key not in equivalent]
    missed = sum(each.survived for each in wrong)
    caught = len(wrong) - missed
    return [name, len(verdicts), caught, len(verdicts) - len(wrong), missed, 100 * caught / max(1, len(wrong))]


def _reasons(verdicts: Sequence[Verdict], equivalent: dict[str, str]) -> str:
    count = Counter(equivalent[each.mutant.key] for each in verdicts if each.mutant.key in equivalent)
    return table(("equivalent because", "mutants"), count.most_common())


def _to_json(verdicts: Iterable[Verdict]) -> str:
    rows = [
        {"key": each.mutant.key, "lost": each.lost, "trouble": each.trouble, "diff": each.mutant.diff()}
        for each in verdicts
    ]
    return json.dumps(rows, indent=1) + "\n"


def main() -> int:
    """Run the command; the exit status is 1 when a mutant was missed, or an equivalent one marked down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercise", nargs="+", choices=EXERCISES, default=EXERCISES, help="of which (default: all)")
    parser.add_argument("--only", default="", metavar="TEXT", help="the mutants whose keys hold this text")
    parser.add_argument("--list", action="store_true", help="print the keys of the mutants, and grade none")
    parser.add_argument("--jobs", type=int, default=2, help="processes of pytest at a time (default: 2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write each verdict and diff to FILE")
    options = parser.parse_args()
    mutants = all_mutants(options.exercise, options.only)
    if options.list:
        print("\n".join(mutant.key for mutant in mutants))
        return 0
    verdicts = []
    for verdict in verdicts_on(mutants, options.jobs):
        verdicts.append(verdict)
        if sys.stderr.isatty():
            print(f"\r{len(verdicts)} of {len(mutants)}", end="", file=sys.stderr)
    if options.json:
        options.json.write_text(_to_json(verdicts), "utf-8")
    equivalent = {key: reason for key, reason in equivalent_mutants().items() if key.split(":")[0] in options.exercise}
    return 0 if report(verdicts, equivalent, complete=not options.only) else 1


if __name__ == "__main__":
    sys.exit(main())
