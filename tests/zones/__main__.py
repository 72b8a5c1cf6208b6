"""Sweep over every zone, say what was seen, and end with 1 if anything was not as it should be."""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

from tests.zones.choices import FIRST, LAST
from tests.zones.sweep import Report, known_prolonged, sweep

PROCESSES = 2


def main() -> int:
    """Do the sweep."""
    begin = time.monotonic()
    with ProcessPoolExecutor(PROCESSES) as executor:
        report = sweep(executor)
    sys.stdout.write("\n".join([*_lines(report), _took(time.monotonic() - begin), ""]))
    return int(bool(report.account.wrong) or report.account.prolonged != known_prolonged())


def _lines(report: Report) -> list[str]:
    account = report.account
    dates = (LAST - FIRST).days + 1
    counted = {"dates of each zone": dates, "zones": report.zones, "different clocks among them": report.clocks}
    counted |= {"lives from the first date to the last": report.lives, **account.looked_at}
    counted |= {"days that go on for an hour": len(account.prolonged)}
    unknown = sorted(account.prolonged ^ known_prolonged())
    return [
        *(f"{number:12,}  {what}" for what, number in counted.items()),
        *(f"{zone} {day} is no known exception, or one that did not come" for zone, day in unknown),
        f"{len(account.wrong):12,}  faults",
        *account.wrong,
    ]


def _took(seconds: float) -> str:
    return f"{timedelta(seconds=round(seconds))!s:>12}  hours, minutes and seconds"


if __name__ == "__main__":
    sys.exit(main())
