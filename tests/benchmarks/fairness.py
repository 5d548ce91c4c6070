"""How often is the kit unfair? Everything that measures it, in one table.

    python tests/benchmarks/fairness.py [--times 3] [--mutants FILE.json ...] [--slow]

It grades the corpus as often as it is told: no correct script may lose a point, no wrong one may keep them all, no
claim may fall that a mistake does not touch ("collateral"), the first message must name the mistake, and no verdict may
differ from one time to the next. Mutants take long, so they are graded here only with `--grade-mutants`; otherwise
`--mutants` reads what `mutants.py --json FILE.json` has written.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mutants import all_mutants, equivalent_mutants, verdicts_on
from shared import EXERCISES, Exercise, corpus, table

from grader.scorecard import FAILED


@dataclass
class Tally:
    """What was counted over all times, with the scripts that are to be looked at."""

    verdicts: int = 0
    differing: list[str] = field(default_factory=list)
    false_fails: list[str] = field(default_factory=list)
    false_passes: list[str] = field(default_factory=list)
    collateral: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    def rows(self, correct: int, wrong: int) -> list[tuple[str, object, object]]:
        """Return the lines of the table: what was measured, how many there are, how many are not as they should be."""
        return [
            ("correct scripts: false fails", correct, len(set(self.false_fails))),
            ("wrong scripts: false passes", wrong, len(set(self.false_passes))),
            ("wrong scripts: collateral", wrong, len(set(self.collateral))),
            ("wrong scripts: first message does not name the mistake", wrong, len(set(self.unnamed))),
            ("verdicts on all of them: differing from the first", self.verdicts, len(self.differing)),
        ]


class Judge:
    """Compares each grading of the corpus with what its cases say, and with the first one."""

    def __init__(self, *, slow: bool) -> None:
        kinds = {
            kind: [case for case in corpus.cases(kind) if slow or not case.slow] for kind in ("freedoms", "mistakes")
        }
        self.correct, self.wrong = kinds["freedoms"], kinds["mistakes"]
        self.tally = Tally()
        self._first: dict[Path, tuple[str, ...]] = {}

    def grade(self) -> None:
        """Grade the corpus once more."""
        cases = [*self.correct, *self.wrong]
        graded = corpus.grade([case.script for case in cases])
        for case in cases:
            self._compare(case, graded[case.script])
            judge = self._judge_wrong if case.mistake is not None else self._judge_correct
            judge(case, graded[case.script])

    def _compare(self, case: corpus.Case, exercise: Exercise) -> None:
        verdict = tuple(check.status for check in exercise.checks)
        self.tally.verdicts += 1
        if self._first.setdefault(case.script, verdict) != verdict:
            self.tally.differing.append(case.id)

    def _judge_correct(self, case: corpus.Case, exercise: Exercise) -> None:
        if exercise.score < exercise.max_score:
            self.tally.false_fails.append(case.id)

    def _judge_wrong(self, case: corpus.Case, exercise: Exercise) -> None:
        if not any(check.status == FAILED for check in exercise.checks):
            self.tally.false_passes.append(case.id)
        if any("does not touch it" in fault for fault in corpus.faults(case, exercise)):
            self.tally.collateral.append(case.id)
        if corpus.unsaid(case, exercise):
            self.tally.unnamed.append(case.id)


def mutants_missed(verdicts: Iterable[tuple[str, bool]]) -> tuple[int, list[str]]:
    """Return how many mutants are wrong, and which of them earned full marks; of key and survival of each."""
    equivalent = equivalent_mutants()
    wrong = [(key, survived) for key, survived in verdicts if key not in equivalent]
    return len(wrong), [key for key, survived in wrong if survived]


def read_verdicts(files: Sequence[Path]) -> list[tuple[str, bool]]:
    """Read what `mutants.py --json` has written."""
    rows = [row for file in files for row in json.loads(file.read_text("utf-8"))]
    return [(row["key"], not row["lost"]) for row in rows]


def main() -> int:
    """Run the command; the exit status is 1 when anything was unfair."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=3, help="how often the corpus is graded (default: 3)")
    parser.add_argument("--slow", action="store_true", help="with the cases that take long")
    parser.add_argument(
        "--mutants", type=Path, nargs="+", default=[], metavar="FILE", help="what mutants.py has written"
    )
    parser.add_argument("--grade-mutants", action="store_true", help="grade all mutants, which takes half an hour")
    parser.add_argument("--jobs", type=int, default=corpus.JOBS, help="processes of pytest at a time")
    options = parser.parse_args()
    corpus.JOBS = options.jobs
    judge = Judge(slow=options.slow)
    for time in range(options.times):
        print(f"the corpus, {time + 1} of {options.times}", file=sys.stderr)
        judge.grade()
    rows = judge.tally.rows(len(judge.correct), len(judge.wrong))
    verdicts = read_verdicts(options.mutants)
    if options.grade_mutants:
        verdicts = [(each.mutant.key, each.survived) for each in verdicts_on(all_mutants(EXERCISES, ""), options.jobs)]
    missed: list[str] = []
    if verdicts:
        wrong, missed = mutants_missed(verdicts)
        rows.append(("mutants that are wrong: missed", wrong, len(missed)))
    print(table(("", "of", "found"), rows))
    tally = judge.tally
    for name in ("false_fails", "false_passes", "collateral", "unnamed", "differing"):
        for case in sorted(set(getattr(tally, name))):
            print(f"{name.replace('_', ' ')}: {case}")
    for key in missed:
        print(f"missed: {key}")
    return 1 if any(found for _, _, found in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
