"""Joining: where somebody lives, when they are asked, and how few taps that takes."""

from dataclasses import dataclass, field

import pytest

from playground.stage import Phone, Stage
from playground.telegram import Tap
from tests.conftest import invite_link, toast

BERLIN, MID_ATLANTIC = (52.52, 13.40), (30.0, -40.0)


@dataclass(slots=True)
class Fingers:
    """A person's fingers, which count what they do after Telegram's own START."""

    phone: Phone
    taps: int = 0
    words: list[str] = field(default_factory=list)

    async def tap(self, label: str) -> Tap:
        self.taps += 1
        return await self.phone.tap_first(label)

    async def type(self, text: str) -> None:
        self.words += text.split()
        await self.phone.type(text)


def faces(phone: Phone) -> list[str]:
    return [button.text for row in phone.last.buttons for button in row]


async def test_four_taps_and_one_word_lead_from_start_to_an_invitation_that_is_shared(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    fingers = Fingers(ana)

    await fingers.type("berlin")
    await fingers.tap("Berlin, Germany · 09:30")
    assert "It's 09:30 where you are (Berlin time)" in ana.last.text
    await fingers.tap("08:00 and 20:00")
    assert "What is the one thing" in ana.last.text  # asked at once: the evening is far enough
    await fingers.tap("Invite a partner")
    shared = await fingers.tap("Share the invitation")

    assert (fingers.taps, fingers.words) == (4, ["berlin"])
    assert (shared.url or "").startswith("https://t.me/share/url?")


async def test_a_location_makes_it_four_taps_and_no_word(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    assert ana.keys == (("📍 Share my location",),)
    fingers = Fingers(ana, taps=1)  # the key in the place of the letters

    await ana.share_location(*BERLIN)
    assert "It's 09:30 where you are (Berlin time)" in ana.last.text
    for label in ("08:00 and 20:00", "Invite a partner", "Share the invitation"):
        await fingers.tap(label)

    assert (fingers.taps, fingers.words) == (4, [])


async def test_whoever_is_invited_takes_three_taps_and_one_word(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ben.open_link(await invite_link(ana))
    fingers = Fingers(ben)
    await fingers.tap("Yes, let's do this")
    assert "still has to choose their times" in ana.last.text
    await fingers.type("Tokio")
    await fingers.tap("Tokyo, Japan · 17:30")
    await fingers.tap("08:00 and 20:00")

    assert (fingers.taps, fingers.words) == (3, ["Tokio"])
    text = ben.find("All set").text
    assert "All set, \u2068Ben\u2069. \u2068Ana\u2069 is your partner. I ask at 08:00 and 20:00 (Tokyo time)." in text


async def test_the_keys_for_a_location_are_put_away_at_the_end(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    assert ana.keys
    await ana.settle_in()
    assert not ana.keys


async def test_who_leaves_half_way_goes_on_where_they_stopped(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await stage.wind(days=3)
    await ana.start()
    assert "where do you live" in ana.last.text
    await ana.type("Berlin")
    await ana.tap_first(" · ")

    await stage.sleep_to("09:30", days=5)
    await stage.start_bot()
    await ana.type("/today")
    assert "not quite set up" in ana.last.text
    await ana.start()
    assert "Shall I ask for your one thing at 08:00" in ana.last.text
    await ana.tap("08:00 and 20:00", on=ana.last)
    assert "All set" in ana.find("All set").text
    assert sum("What is the one thing you will" in text for text in ana.heard) == 1


async def test_nobody_is_asked_anything_before_their_clock_is_set(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ben.open_link(await invite_link(ana))
    await ben.tap("Yes, let's do this")
    await ana.type("Call the agency")
    heard = list(ben.heard)

    await stage.wind_to("02:00", days=1)

    assert ben.heard == heard
    assert not any("I've asked" in text or "is calling" in text for text in ana.heard)


async def test_a_not_yet_is_kept_open_while_the_partner_has_no_clock(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ben.open_link(await invite_link(ana))
    await ben.tap("Yes, let's do this")
    await ana.type("Call the agency")
    heard = list(ben.heard)
    await stage.wind_to("20:00")

    await ana.tap("Not yet")

    assert "open" in (ana.last.text or "")
    await stage.wind_to("22:00")
    assert ben.heard == heard


async def test_what_the_partner_named_meanwhile_is_shown_once_one_is_set(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    await ana.join()
    await ben.open_link(await invite_link(ana))
    await ben.tap("Yes, let's do this")
    await ana.type("Call the agency")

    await ben.settle_in()

    assert "Call the agency" in ben.find("one thing today").text


async def test_other_times_are_typed_in_one_go(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.type("Berlin")
    await ana.tap_first(" · ")
    await ana.tap("Other times")
    await ana.type("10 and 9")  # the evening of a day that begins at ten is not at nine in the morning

    assert "I ask at 10:00 and 21:00" in ana.find("All set").text
    assert "What is the one thing" not in ana.last.text
    await stage.wind_to("10:00")
    assert "What is the one thing" in ana.last.text


async def test_an_edited_city_counts_as_typed_anew(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.type("Xyzzyville")
    typed = next(m for m in ana.messages if m.text == "Xyzzyville")
    await ana.edit(typed, "Berlin")
    assert faces(ana)[0].startswith("Berlin, Germany")


@pytest.mark.parametrize(
    "typed",
    [
        "Xyzzyville",
        "I moved to the sea last summer and love it",
        "🏝",
        "?",
        "/nonsense",
        "test",
        "Hallo",
        "yes",
        "thanks",
    ],
)
async def test_what_is_no_city_changes_nothing_and_says_how_to_go_on(stage: Stage, typed: str) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.type(typed)
    assert any(way in ana.last.text for way in ("bigger one, or share your location", "/help"))
    await ana.start()
    assert "where do you live" in ana.last.text


async def test_the_high_seas_are_no_place_to_live(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.share_location(*MID_ATLANTIC)
    assert "no time zone for that spot" in ana.last.text
    await ana.settle_in()
    await ana.share_location(*BERLIN)
    assert "open /settings and tap Where" in ana.last.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("7:75 and 20:00", "two times"),
        ("25:00 and 20:00", "two times"),
        ("8:00", "two times"),
        ("20:00 and 8:00 am", "at least an hour after"),
        ("8:00 and 08:30", "at least an hour after"),
        ("8:00 and 2:00", "I ask at 08:00 and 14:00"),
        ("8:00 and 01:30", "as late as 01:00"),
        ("02:00 and 20:00", "from 03:00 to 22:00"),
        ("22:30 and 00:30", "from 03:00 to 22:00"),
        ("🌙", "two times"),
    ],
)
async def test_times_that_cant_be_are_refused_with_the_way_out(stage: Stage, typed: str, answer: str) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.type("Berlin")
    await ana.tap_first(" · ")
    await ana.type(typed)
    assert any(answer in text for text in ana.heard[-3:])


async def test_the_invitation_is_shown_as_a_qr_code_on_request(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await invite_link(ana)
    invitation = ana.last
    await ana.tap("QR code")
    assert ana.last.media is not None
    assert ana.last.media.kind == "photo"

    await ana.tap("Withdraw it")
    assert "doesn't apply any more" in toast(await ana.tap("QR code", on=invitation))


async def test_each_city_that_is_offered_can_be_told_apart_and_a_question_names_none(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.start()
    await ana.type("hello?")
    assert not ana.last.buttons
    for typed in ("Frankfurt", "Berlin", "Springfield"):
        await ana.type(typed)
        faces = [button.text for row in ana.last.buttons for button in row]
        assert len(faces) == len(set(faces)) > 0
        assert typed != "Berlin" or len(faces) == 1
