"""Keeping somebody away, and going for good."""

import sqlite3
from contextlib import closing

from bot.db.sqlite import file_of
from playground.stage import Phone, Stage
from tests.conftest import become_partners, invite_link, toast

Pair = tuple[Phone, Phone]


def dump(stage: Stage) -> str:
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        return "\n".join(connection.iterdump())


async def test_a_block_ends_the_pact_in_the_words_of_leaving_and_keeps_them_away(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/block")
    assert "can never invite you" in (ana.last.text or "")
    await ana.tap("Block Ben")
    assert "The pact has ended" in (ana.last.text or "")
    assert "has ended the pact" in (ben.last.text or "")
    assert "lock" not in (ben.last.text or "")

    await ana.open_link(await invite_link(ben))
    assert "You keep this person away" in (ana.last.text or "")
    await ben.open_link(await invite_link(ana))
    assert ben.last.text == "This invitation isn't open any more."

    await ana.type("/block")
    await ana.tap("Take it back")
    assert "can invite you again" in (ana.last.text or "")
    await ana.open_link(await invite_link(ben))
    await ana.tap("Yes, let's do this")
    assert any("partners now" in text for text in ana.heard[-3:])


async def test_whoever_declines_can_keep_the_inviter_away(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    link = await invite_link(ana)
    await ben.open_link(link)
    await ben.tap("Not for me")
    await ben.tap("Don't let them invite me again")
    assert "can't invite you any more" in (ben.last.text or "")
    assert "\u2068Ben\u2069" not in "".join(ana.heard)
    await ben.open_link(await invite_link(ana))
    assert "You keep this person away" in (ben.last.text or "")


async def test_somebody_without_a_past_has_nobody_to_block(stage: Stage) -> None:
    ana = stage.person("Ana")
    await ana.join()
    await ana.type("/block")
    assert "nobody to keep away" in (ana.last.text or "")
    assert "doesn't apply" in toast(await ana.tap_raw("block:99", on=ana.last))


async def test_after_delete_nothing_of_them_is_left_and_the_partner_keeps_their_days(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("Send the secret application")
    await ben.type("Water the plants")
    await ben.tap("Done")
    await ana.tap("Well done")
    await stage.wind_to("21:05")
    await ben.type("/today")
    await ana.type("/delete")
    assert "type DELETE" in (ana.last.text or "")
    await ana.type("yes please")
    assert "isn't the word" in (ana.last.text or "")
    await ana.type("delete")
    assert "Everything about you is deleted" in (ana.last.text or "")
    assert "Your partner has ended the pact" in (ben.last.text or "")

    await stage.wind(minutes=1)
    kept = dump(stage)
    for gone in ("Ana", "ana_writes", str(ana.person.id), "secret application"):
        assert gone not in kept, gone
    assert "Water the plants" in kept
    since = len(ben.heard)
    await stage.wind_to("07:59", days=1)
    assert "Ana" not in "".join(ben.heard[since:])

    eve = stage.person("Eve")
    await ben.open_link(await invite_link(eve))
    await ben.tap("Yes, let's do this")
    assert any("partners now" in text for text in ben.heard[-3:])


async def test_delete_leaves_the_letters_about_a_namesake_as_they_are(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    namesake, cem = stage.person("Ana"), stage.person("Cem")
    await become_partners(namesake, cem)
    await cem.type("/today")
    with closing(sqlite3.connect(file_of(stage.settings.database_url))) as connection:
        named = "facts LIKE '%\"Ana\"%' AND kind <> 'invite_card'"  # which names strangers
        about = f"SELECT count(*) FROM outbox WHERE recipient_id = 4 AND {named}"  # noqa: S608
        before = connection.execute(about).fetchone()
        await ana.type("/delete")
        await ana.type("delete")
        assert connection.execute(about).fetchone() == before != (0,)


async def test_whoever_comes_back_after_delete_is_new(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    old = ana.last
    await ana.type("/delete")
    await ana.type("DELETE")
    tap = await ana.tap_raw("done:1", on=old)
    assert toast(tap)
    await ana.start()
    assert "where do you live" in (ana.last.text or "").lower()


async def test_a_confirmation_that_comes_late_deletes_nothing(stage: Stage, pair: Pair) -> None:
    ana, _ = pair
    await ana.type("/delete")
    question = ana.last
    await stage.wind(minutes=16)
    await ana.type("DELETE", reply_to=question)
    assert "type DELETE" in (ana.last.text or "")
    await ana.type("/cancel")
    assert "everything stays as it was" in (ana.last.text or "")
    await ana.type("/today")
    assert "You:" in (ana.last.text or "")
