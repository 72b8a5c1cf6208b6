"""The partner's nudge in the morning: offered once, silently, and sent in their name."""

from playground.stage import Phone, Stage
from tests.conftest import toast

Pair = tuple[Phone, Phone]
OFFER = "A word from you may help"
NUDGE = "What's your one thing today?"


def count(phone: Phone, part: str) -> int:
    return sum(part in text for text in phone.heard)


async def test_three_hours_after_the_ask_the_partner_can_nudge_once(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ben.type("Run")
    await stage.wind_to("12:29")
    assert count(ben, OFFER) == 0
    await stage.wind_to("12:30")
    assert count(ben, OFFER) == 1
    assert ben.last.is_silent
    await ben.tap("Nudge")
    assert count(ana, NUDGE) == 1
    assert not ana.last.is_silent
    assert "Ben" in (ana.last.text or "")
    assert "asked \u2068Ana\u2069 in your name" in (ben.last.text or "")
    await ben.type("/nudge")
    assert "nudged them today already" in (ben.last.text or "")
    await ana.type("Write", reply_to=ana.find(NUDGE))
    assert "Write" in (ben.last.text or "")
    await stage.wind_to("19:59")
    assert (count(ana, NUDGE), count(ben, OFFER)) == (1, 0)


async def test_nobody_is_offered_to_nudge_about_what_is_named(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await stage.wind_to("12:00")
    await ana.type("Write")
    await ben.type("Run")
    await stage.wind_to("19:00")
    assert count(ben, OFFER) == count(ana, OFFER) == 0
    await ben.type("/nudge")
    assert "named their one thing already" in (ben.last.text or "")


async def test_outside_their_call_hours_a_partner_is_not_told(stage: Stage, pair: Pair) -> None:
    _, ben = pair
    await ben.type("Run")
    await ben.type("/settings")
    await ben.tap("Call hours")
    await ben.type("14:00 to 22:00")
    await stage.wind_to("19:00")
    assert count(ben, OFFER) == 0


async def test_a_nudge_that_cant_be_says_why(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    eve = stage.person("Eve")
    await eve.join()
    await eve.type("/nudge")
    assert "/invite" in (eve.last.text or "")
    assert "for somebody else" in toast(await eve.tap_raw("nudge:1", on=eve.last))
    await stage.wind_to("12:35")
    offer = ben.find(OFFER)
    await stage.wind_to("20:05")
    assert "evening for your partner" in toast(await ben.tap_raw("nudge:1", on=offer))
    await stage.wind_to("07:30", days=1)
    await ben.type("/nudge")
    assert "hasn't been asked yet" in (ben.last.text or "")
    await ana.type("/away two weeks")
    await ana.type("/away")
    await ana.type("two weeks")
    await stage.wind_to("09:00")
    await ben.type("/nudge")
    assert "no check-in now" in (ben.last.text or "")
