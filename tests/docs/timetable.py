"""The ladder as a timetable for both sides, as the real bot gives it when nobody answers."""

from pathlib import Path
from tempfile import TemporaryDirectory

from playground.opening import open_stage
from tests.conftest import MORNING, become_partners
from tests.stories.evening import told

HEAD = ("| | Ana, who has not done it | Ben, her partner |", "|---|---|---|")


async def timetable() -> str:
    """Return what reaches two people in an evening on which one has not done it and the other does not answer."""
    with TemporaryDirectory() as folder:
        async with open_stage(Path(folder), MORNING) as stage:
            ana, ben = stage.person("Ana"), stage.person("Ben")
            await become_partners(ana, ben)
            await ana.type("Send the application")
            await ben.type("Run")
            await ben.tap("Done")
            await stage.wind_to("19:00")
            since = stage.clock.now()
            await stage.wind_to("07:59", days=1)
            hers, his = told(stage, ana, since), told(stage, ben, since)
    rows = sorted([(row[:5], row[6:], "") for row in hers] + [(row[:5], "", row[6:]) for row in his])
    return "\n".join([*HEAD, *(f"| {at} | {ana} | {ben} |" for at, ana, ben in rows)])
