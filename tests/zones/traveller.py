"""Somebody with a phone who goes from zone to zone, and a timetable of what the bot told them where they were then."""

from datetime import datetime

from playground.stage import Phone, Stage
from tests.stories.aftermath import read_tables
from tests.zones.clocks import open_rules

KINDS = {
    "What is the one thing you will": "morning",
    "Good morning! Your one thing today": "morning, saved before",
    "Still time to pick one": "morning reminder",
    "How did it go?": "evening",
    "no one thing yet, and there is still": "evening, unnamed",
    "Checking in once more": "evening reminder",
    "Is there one small thing": "evening reminder, unnamed",
    "This is the moment you two agreed on": "nudge",
    "outside call hours": "outside call hours",
}


class Traveller:
    """A person in one zone after another; the stage's clock on the wall goes with them."""

    def __init__(self, stage: Stage, name: str = "Ana") -> None:
        self.stage = stage
        self.phone: Phone = stage.person(name, username=f"{name.lower()}_writes")
        self._legs: list[tuple[datetime, str]] = [(stage.clock.now(), stage.zone)]

    async def join(self) -> None:
        """Begin, with the usual times, in the city that the stage's zone is named for."""
        await self.phone.join()

    async def join_at(self, latitude: float, longitude: float) -> None:
        """Begin, with the usual times, where no city is that the bot knows."""
        await self.phone.start()
        await self.phone.share_location(latitude, longitude)
        await self.phone.tap(" and ")

    async def go(self, city: str, zone: str) -> str:
        """Say in the settings that one is in another city, and return what that means for today."""
        await self.phone.type("/settings")
        await self.phone.tap("Where")
        await self.phone.type(city)
        self.stage.zone = zone
        self._legs.append((self.stage.clock.now(), zone))
        before = len(self.phone.heard)
        await self.phone.tap_first(" · ")
        return next(text for text in self.phone.heard[before:] if "where you are now" in text)

    async def choose(self, page: str, time: str) -> None:
        """Type another time on a page of the settings."""
        await self.phone.type("/settings")
        await self.phone.tap(page)
        await self.phone.type(time)

    @property
    def told(self) -> list[str]:
        """Every ask so far, with the weekday, date and time on the wall where its reader was then."""
        found = []
        for message in self.phone.messages:
            kinds = [kind for part, kind in KINDS.items() if message.is_from_bot and part in message.text]
            found += [f"{self._shown(message.date)} {kind}" for kind in kinds]
        return found

    async def days(self) -> list[str]:
        """Return the days of everybody on this stage as month, day and state; it stops the bot."""
        await self.stage.stop_bot()
        rows = sorted(read_tables(self.stage)["day"], key=lambda row: (row["member_id"], row["id"]))
        return [f"{row['date'][5:]} {row['state']}" for row in rows]

    def _shown(self, moment: datetime) -> str:
        zone = [zone for since, zone in self._legs if since <= moment][-1]
        return f"{moment.astimezone(open_rules(zone)):%a %d %H:%M}"
