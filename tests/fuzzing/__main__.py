"""`make fuzz`: half a million hostile updates, on all processors."""

import argparse
import asyncio
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from os import cpu_count

from tests.fuzzing.campaign import ROUND, Tally, pace, run

SHARE = 2
"""So many rounds are given to a process at a time."""


def _share(seed: int, first: int, last: int) -> Tally:
    return asyncio.run(run(seed, range(first, last)))


def main() -> int:
    """Try so many updates; tell what was found, and 1 if anything was."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--count", type=int, default=500_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--round", type=int, default=None, help="play this round alone, as a finding tells it")
    parser.add_argument("--jobs", type=int, default=cpu_count() or 1)
    wanted = parser.parse_args()
    rounds = -(-wanted.count // ROUND)
    shares = [(first, min(first + SHARE, rounds)) for first in range(0, rounds, SHARE)]
    if wanted.round is not None:
        shares = [(wanted.round, wanted.round + 1)]
    tally, began = Tally(), time.monotonic()
    with ProcessPoolExecutor(wanted.jobs) as pool:
        for done in as_completed([pool.submit(_share, wanted.seed, *share) for share in shares]):
            tally.add(done.result())
            print(pace(tally, began), flush=True)  # noqa: T201  this is what it is for
            for finding in done.result().findings:
                print(finding, flush=True)  # noqa: T201
    sorts = ", ".join(f"{count:,} {sort}" for sort, count in tally.by_sort.most_common())
    done_with = f"{tally.changes:,} rows written, {tally.sent:,} messages, {tally.unreadable:,} put aside as unreadable"
    print(f"{pace(tally, began)}\n{sorts}\n{done_with}")  # noqa: T201
    return 1 if tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
