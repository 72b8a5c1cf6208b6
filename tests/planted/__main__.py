"""`python -m tests.planted`: plant each bug, and write down which test catches it first."""

import argparse
import os
import re
import subprocess
import sys

from tests.planted.bugs import BUGS, Bug

SIMULATED = ("--pairs", "8", "--days", "40", "--every", "3", "--seeds")
SEEDS = ("1", "2", "3")
FOLDERS = ("domain", "services", "db", "chat", "manners", "stories", "reliability", "who_may", "fuzzing")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (?:tests/)?(\S+)", re.MULTILINE)
_FAULT = re.compile(r"^    \d{4}-\d\d-\d\d \S+ (.*)$", re.MULTILINE)


def main() -> None:
    """Try all bugs, or those that are named, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.planted", description=__doc__)
    parser.add_argument("names", nargs="*", help="the bugs to plant; all of them, if none is named")
    names = parser.parse_args().names
    sys.stdout.write("| planted | the simulation says first | the first test that fails |\n|---|---|---|\n")
    for bug in BUGS:
        if not names or bug.name in names:
            sys.stdout.write(f"| `{bug.name}`: {bug.what} | {simulate(bug)} | {test(bug)} |\n")
            sys.stdout.flush()


def simulate(bug: Bug) -> str:
    """Return what the referee of the simulation says first, in one of three short lives."""
    for seed in SEEDS:
        told = _run("tests.simulation", *SIMULATED, seed, "--stop-at", "1", "--plant", bug.name)
        if "did not hold" not in told:
            return "it does not live through it"
        if fault := _FAULT.search(told):
            return f"“{_in_short(fault.group(1))}” (seed {seed})"
    return "nothing"


def test(bug: Bug) -> str:
    """Return the first test of the suite that fails."""
    folders = [f"tests/{folder}" for folder in FOLDERS]
    told = _run("pytest", "-q", "-x", "-n", str(os.cpu_count()), "--plant", bug.name, *folders)
    failed = _FAILED.search(told)
    return "none" if failed is None else f"`{failed.group(1)}`"


def _run(module: str, *options: str) -> str:
    command = [sys.executable, "-m", module, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603


def _in_short(fault: str) -> str:
    """Leave out what differs from seed to seed, and what a table has no room for."""
    return re.sub(r"\d+", "…", fault)[:90].replace("|", "/")


if __name__ == "__main__":
    main()
