"""`python -m tests.simulation`: live through a year of many pairs, and tell what did not hold.

Each seed is lived in a process of its own, side by side: what was under way in a killed bot must not be cleared up
while another life goes on.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.planted.bugs import BY_NAME, plant
from tests.simulation.year import Plan, Report, live

WIDTH = 12


def main() -> None:
    """Live the plan that the command line names, once for each seed."""
    chosen = _read()
    if len(chosen.seeds) > 1:
        sys.exit(_live_side_by_side(chosen))
    if chosen.plant is not None:
        plant(chosen.plant)
    report = live(
        Plan(chosen.pairs, chosen.days, chosen.seeds[0], chosen.every),
        tell=_tell if chosen.tell else _be_quiet,
        keep=chosen.keep,
        stop_at=chosen.stop_at,
    )
    sys.stdout.write(words_of(report))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1 if report.faults else 0)  # at a usual exit the `finally`s of killed processes would run


def words_of(report: Report) -> str:
    """Tell what came of a life."""
    plan = report.plan
    rows: Mapping[str, object] = {
        "took": f"{report.seconds:.0f} s",
        "said": f"{report.messages} messages and {report.edits} edits, after {report.updates} updates",
        "kills": f"{report.kills}; {report.repeats} messages once more, {report.most_in_hand} in hand at most",
        "days": _counts(report.days),
        "gone wrong": _counts(report.struck),
        "had to come": _counts({kind: number for kind, number in report.judged.items() if " " in kind}),
        "trace": report.digest[:16],
        "did not hold": len(report.faults),
    }
    head = f"{plan.pairs} pairs, {plan.days} days, seed {plan.seed}"
    told = [f"  {name:<{WIDTH}} {value}" for name, value in rows.items()]
    return "\n".join([head, *told, *(f"    {fault}" for fault in report.faults), ""])


def _read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--every", type=float, default=7.0, help="so many hours between two faults, on average")
    parser.add_argument("--tell", action="store_true", help="tell how far it has come")
    parser.add_argument("--stop-at", type=int, default=20, help="end after so many things that did not hold")
    parser.add_argument("--plant", choices=sorted(BY_NAME), help="a bug that the bot is to have (tests/planted)")
    parser.add_argument("--keep", type=Path, help="where to leave the database of a single seed")
    return parser.parse_args()


def _live_side_by_side(chosen: argparse.Namespace) -> int:
    """Live each seed in a process of its own, as many at once as there are cores; return 1 if anything did not hold."""

    def live_one(seed: int) -> subprocess.CompletedProcess[str]:
        plan = ["--pairs", chosen.pairs, "--days", chosen.days, "--every", chosen.every, "--seeds", seed]
        command = [sys.executable, "-m", "tests.simulation", *map(str, plan)]
        return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        ends = []
        for ended in pool.map(live_one, chosen.seeds):
            sys.stdout.write(ended.stdout or ended.stderr)
            sys.stdout.flush()
            ends.append(ended.returncode)
    return max(ends, key=abs)


def _tell(line: str) -> None:
    sys.stderr.write(f"\r{line}")
    sys.stderr.flush()


def _be_quiet(_line: str) -> None:
    pass


def _counts(counter: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(counter.items(), key=lambda item: -item[1]))


if __name__ == "__main__":
    main()
