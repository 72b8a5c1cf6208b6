"""How a group becomes a pair's, or a pair begins in a group; over HTTP, with privacy mode on."""

from playground.stage import Phone, Stage
from playground.telegram import Twice
from tests.conftest import become_partners, toast
from tests.stories.groups import GroupPhone, bring_here, open_group

Pair = tuple[Phone, Phone]
HELLO = "two of you can begin here"


async def accept_in_group(one: GroupPhone, other: GroupPhone) -> None:
    await one.tap("I'm in")
    await one.tap("Yes, let's do this")
    await other.tap("Yes, let's do this")


async def test_a_bot_that_was_added_says_one_line_and_offers_a_way_in(stage: Stage) -> None:
    ana, _ = await open_group(stage.person("Ana"), stage.person("Ben"))
    (hello,) = ana.said
    assert HELLO in hello.text
    assert "\n" not in hello.text
    assert [button.text for row in hello.buttons for button in row] == ["I'm in"]


async def test_a_link_brings_it_with_one_line_too(stage: Stage) -> None:
    ana, ben = stage.person("Ana"), stage.person("Ben")
    group = stage.server.add_group("Us", [ana.person, ben.person], supergroup=True)
    ana.person.open_link(f"https://t.me/{stage.telegram_bot.username}?startgroup=hello", group)
    await stage.settle()
    assert [HELLO in text for text in GroupPhone(stage, ana.person, group).heard] == [True]


async def test_two_who_say_yes_are_the_pair_and_set_their_clocks_in_private(stage: Stage) -> None:
    people = stage.person("Ana", username="ana_writes"), stage.person("Ben"), stage.person("Cem")
    ana, ben, cem = await open_group(*people)
    await accept_in_group(ana, ben)
    assert "Ana\u2069 and \u2068Ben\u2069 are partners now" in ana.last.text
    assert len(ana.said) == 1  # the one message went from the hello to the pact and to the pair
    set_times = cem.person.tap(cem.button("Set my times"))
    assert set_times.url == f"https://t.me/{stage.telegram_bot.username}?start"
    for phone in people[:2]:
        assert phone.messages == []  # who has not opened the bot is not written to
        await phone.open_link(set_times.url)
        assert "where do you live" in phone.heard[-1]
        await phone.settle_in()
    assert "partner" in people[0].heard[-1]
    await people[0].type("/today")
    assert "Ben" in people[0].heard[-1]


async def test_the_same_person_twice_is_no_pair_and_can_take_it_back(stage: Stage) -> None:
    ana, ben = await open_group(stage.person("Ana"), stage.person("Ben"))
    await ana.tap("I'm in")
    assert "The pact: two check-ins a day" in ana.last.text
    await ana.tap("Yes, let's do this")
    assert "Ana\u2069 has said yes" in ana.last.text
    assert toast(await ana.tap("Yes, let's do this")) == "You've said yes already. Now it takes one more."
    assert toast(await ben.tap("Take my yes back")) == "This button is for somebody else."
    await ana.tap("Take my yes back")
    assert "Ana" not in ana.last.text
    await ben.tap("Yes, let's do this")
    assert "Ben\u2069 has said yes" in ana.last.text


async def test_who_is_in_a_pact_or_kept_away_is_refused(stage: Stage, pair: Pair) -> None:
    dora = stage.person("Dora")
    ana, ben, third = await open_group(*pair, dora)
    await third.tap("I'm in")
    await third.tap("Yes, let's do this")
    assert "You have a partner already" in toast(await ana.tap("Yes, let's do this"))
    await pair[0].type("/block")
    await pair[0].tap("Block")
    await ben.tap("Yes, let's do this")
    assert "partners now" in ben.last.text


async def test_who_was_kept_away_does_not_come_in_by_a_group(stage: Stage, pair: Pair) -> None:
    ana, ben = pair
    await ana.type("/block")
    await ana.tap("Block")
    one, other = await open_group(ana, ben)
    await one.tap("I'm in")
    await one.tap("Yes, let's do this")
    assert toast(await other.tap("Yes, let's do this")) == "This invitation isn't open any more."
    await one.tap("Take my yes back")
    await other.tap("Yes, let's do this")
    assert "You keep this person away" in toast(await one.tap("Yes, let's do this"))


async def test_a_yes_of_long_ago_binds_nobody(stage: Stage) -> None:
    ana, ben = await open_group(stage.person("Ana"), stage.person("Ben"))
    await ana.tap("I'm in")
    await ana.tap("Yes, let's do this")
    await stage.wind(days=7)
    await ben.tap("Yes, let's do this")
    assert "Ben\u2069 has said yes" in ben.last.text


async def test_nobody_is_drawn_into_a_pact_who_has_gone(stage: Stage) -> None:
    people = stage.person("Ana"), stage.person("Ben")
    ana, ben = await open_group(*people)
    await people[0].join()
    await ana.tap("I'm in")
    await ana.tap("Yes, let's do this")
    people[0].person.block(stage.telegram_bot)
    await stage.settle()
    await ben.tap("Yes, let's do this")
    assert "partners now" not in " ".join(ana.heard)
    assert "\u2068Ben\u2069 has said yes" in ana.last.text


async def test_a_yes_does_not_outlive_a_pact_that_was_made_elsewhere(stage: Stage) -> None:
    people = stage.person("Ana"), stage.person("Ben"), stage.person("Cem")
    ana, ben, _ = await open_group(*people)
    await ana.tap("I'm in")
    await ana.tap("Yes, let's do this")
    await become_partners(people[0], people[2])
    await people[2].type("/leave")
    await people[2].tap("Leave the pact")
    await people[2].tap("Stop them")
    await ben.tap("Yes, let's do this")
    assert "\u2068Ben\u2069 has said yes" in ana.last.text


async def test_a_question_that_was_taken_back_is_not_answered_any_more(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await ana.command("/here")
    question = ben.last
    await ana.command("/here off")
    tap = ben.person.tap(question, "Yes, asks and news")
    await stage.settle()
    assert toast(tap)
    assert "From now on" not in " ".join(ben.heard)

    await ana.command("/here")
    await ana.command("/here")
    await ben.tap("Yes, asks and news")
    await ana.command("/here off")
    spare = ben.find("would like your check-ins to live here")
    tap = ben.person.tap(spare, "Yes, asks and news")
    await stage.settle()
    assert toast(tap)
    assert ben.last.text.startswith("All right, from now on everything is said in private")


async def test_nobody_agrees_to_more_than_was_asked(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await ana.command("/here news")
    question = ben.button("The news alone")
    forged = str(question.callback_data).replace("news", "asks")
    tap = ben.person.tap_raw(ben.last, forged)
    await stage.settle()
    assert toast(tap)
    await ben.tap("The news alone")
    assert "The news about you both comes here" in ben.last.text.replace("the news", "The news")


async def test_a_pair_brings_its_group_by_one_word_that_the_other_confirms(stage: Stage, pair: Pair) -> None:
    friend = stage.person("Hugo")
    ana, ben, hugo = await open_group(*pair, friend)
    await ana.command("/here")
    assert "Ben" in ana.last.text
    assert "would like your check-ins to live here" in ana.last.text
    for other in (ana, hugo):
        assert toast(await other.tap("Yes, asks and news")) == "This button is for somebody else."
    await ben.tap("Keep it private")
    assert ana.last.text == "All right, everything stays as it was."
    await bring_here(ana, ben)
    assert "From now on I ask you here" in ana.find("From now on").text
    assert toast(await ana.tap("I'm in")) == "You are already partners."
    assert "Another pair lives in this group" in toast(await hugo.tap("I'm in"))


async def test_two_pairs_that_try_for_one_group_do_not_both_get_it(stage: Stage, pair: Pair) -> None:
    cem, dora = stage.person("Cem"), stage.person("Dora")
    await become_partners(cem, dora)
    ana, ben, third, fourth = await open_group(*pair, cem, dora)
    await ana.command("/here")
    await third.command("/here")
    question = third.button("Yes, asks and news")
    tap = ben.person.tap(ana.find("Ana").button("Yes, asks and news"))
    await stage.settle()
    assert toast(tap) == ""
    assert "From now on I ask you here" in ana.find("From now on").text
    tap = fourth.person.tap(question)
    await stage.settle()
    assert "Another pair lives in this group already" in toast(tap)
    said = len(ana.said)
    await third.command("/here")
    assert "Another pair lives in this group already" in cem.heard[-1]
    assert len(ana.said) == said


async def test_a_pair_has_one_group_at_most_and_takes_it_away_from_anywhere(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    elsewhere, _ = await open_group(*pair, title="Another")
    await elsewhere.command("/here")
    assert "Your check-ins live in another group" in pair[0].heard[-1]
    await ben.command("/here off")
    assert "everything is said in private" in ana.last.text
    await elsewhere.command("/here")
    assert "would like your check-ins to live here" in elsewhere.last.text


async def test_what_goes_there_becomes_less_by_one_word_and_more_by_both(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    await bring_here(ana, ben)
    await ben.command("/here news")
    assert "I ask you in private" in ana.last.text
    await ben.command("/here")
    assert "would like your check-ins to live here" in ana.last.text
    await ana.tap("Yes, asks and news")
    assert "From now on I ask you here" in ana.find("From now on").text


async def test_the_way_there_and_back_is_in_private_as_well(stage: Stage, pair: Pair) -> None:
    await pair[0].type("/here")
    link = pair[0].person.tap(pair[0].button("Choose a group")).url
    assert link is not None
    group = stage.server.add_group("Us", [phone.person for phone in pair])
    pair[0].person.open_link(link, group)
    await stage.settle()
    ana, ben = (GroupPhone(stage, phone.person, group) for phone in pair)
    await ben.tap("Yes, asks and news")
    assert "From now on I ask you here" in ana.find("From now on").text
    await pair[1].type("/here")
    await pair[1].tap("Back to private")
    assert "Ben\u2069 has taken your check-ins out of the group" in pair[0].heard[-1]
    assert pair[1].heard[-1] == "All right, from now on everything is said in private."


async def test_a_partner_who_is_not_there_is_not_named_there(stage: Stage, pair: Pair) -> None:
    ana, hugo = await open_group(pair[0], stage.person("Hugo"))
    await ana.command("/here")
    assert len(ana.said) == 1
    assert "they have to be there" in pair[0].heard[-1]
    await hugo.tap("I'm in")
    assert "The pact" in hugo.last.text


async def test_what_is_told_twice_is_done_once(stage: Stage, pair: Pair) -> None:
    ana, ben = await open_group(*pair)
    for kind in ("message", "callback_query", "my_chat_member"):
        stage.server.faults.on_update(Twice(), kind=kind)
    await bring_here(ana, ben)
    await ana.command("/one Send the application")
    await ana.command("/one Call the agency")
    await ana.tap_own("Keep")
    elsewhere, _ = await open_group(*pair, title="Another")
    told = [text.splitlines()[0] for text in ana.heard]
    assert told == [
        told[0],
        "From now on I ask you here, and one card shows both your days. /here off ends that.",
        "Monday, 23 November",
        "@ana_writes",
    ]
    assert len(elsewhere.said) == 1
