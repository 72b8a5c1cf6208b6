"""A pair's life through the page alone, as a newcomer would play it."""

import asyncio
import re

import pytest
from playwright.async_api import Browser, expect

from playground.page.scenes import SCENES
from playground.stage import TOKEN
from tests.page.conftest import Screen, open_screen


async def test_two_people_pair_commit_miss_call_and_save(screen: Screen) -> None:
    await screen.begin("First day")
    await screen.tap("Ana", "START")
    await screen.say("Ana", "Berlin")
    await screen.tap("Ana", "Berlin, Germany")
    await screen.tap("Ana", "08:00 and 20:00")
    await screen.tap("Ana", "Invite a partner")
    await screen.tap("Ana", "Open it on the other phone")
    await screen.tap("Ben", "Yes, let's do this")
    await screen.say("Ben", "Berlin")
    await screen.page.reload()
    await screen.tap("Ben", "Berlin, Germany")
    await screen.tap("Ben", "08:00 and 20:00")
    await screen.sees("Ana", "are partners now")

    await screen.wind("To what is due (08:00)")
    await screen.say("Ana", "Write a <b>letter</b> & post it")
    await screen.say("Ben", "Call the landlord")
    await screen.sees("Ben", "Write a <b>letter</b> & post it")
    await screen.wind("To what is due (20:00)")
    await screen.tap("Ana", "Done")
    await screen.tap("Ben", "So proud of you")
    await screen.sees("Ana", "So proud of you")
    await screen.phone("Ana").get_by_role("heading").click()
    await expect(screen.phone("Ana").get_by_text("nothing unread")).to_have_count(1)
    await screen.wind("+1 h")
    await screen.page.reload()
    await expect(screen.phone("Ana").get_by_text("1 unread on Ana's phone")).to_have_count(1)
    await screen.tap("Ana", "I'm calling now")
    await screen.sees("Ben", "stay on the line while you do it")
    await screen.wind("+15 min")
    await screen.tap("Ben", "We did it")
    await screen.sees("Ana", "got it done with you on the line")
    await screen.sees("Ben", "Done together, on the line")


async def test_a_narrow_window_shows_one_phone_at_a_time(browser: Browser, address: str) -> None:
    screen = await open_screen(browser, address, width=375, height=812)
    await screen.begin("A missed evening")
    await expect(screen.phone("Ben")).to_be_hidden()
    await screen.tap("Ana", "I'm calling now")

    await screen.page.get_by_role("navigation", name="Phones").get_by_role("button", name="Ben").click()

    await expect(screen.phone("Ana")).to_be_hidden()
    await screen.sees("Ben", "stay on the line while you do it")
    assert await screen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.thorough
async def test_two_windows_show_the_same_desk(browser: Browser, address: str, screen: Screen) -> None:
    await screen.begin("Both missed")
    other = await open_screen(browser, address)

    await asyncio.gather(screen.tap("Ana", "I'm calling now"), other.tap("Ben", "I'm calling now"))
    await asyncio.gather(screen.wind("+15 min"), other.wind("+15 min"))

    for window in (screen, other):
        await expect(window.page.get_by_role("timer")).to_contain_text("21:30")
        await window.sees("Ana", "We did it")


@pytest.mark.thorough
async def test_a_message_of_ten_thousand_characters_goes_out_in_three(screen: Screen) -> None:
    await screen.begin("Away")
    await screen.say("Ana", "x" * 10_000)
    await expect(screen.phone("Ana").get_by_text(re.compile("x{1000}"))).to_have_count(3)
    await screen.rests()


async def test_a_bot_that_is_killed_goes_on_where_it_was(screen: Screen) -> None:
    await screen.begin("A missed evening")
    await screen.page.get_by_text("Under the hood").click()
    await screen.page.get_by_role("button", name="Kill the bot").click()
    await expect(screen.page.get_by_role("button", name="Start the bot")).to_be_visible()
    await screen.tap("Ana", "I'm calling now")
    await expect(screen.phone("Ana").get_by_text("Nothing happens: the bot is not running.")).to_be_visible()

    await screen.page.get_by_role("button", name="Start the bot").click()

    await screen.sees("Ben", "stay on the line while you do it")


@pytest.mark.thorough
async def test_under_the_hood_are_the_day_the_outbox_the_calls_and_faults(screen: Screen) -> None:
    await screen.begin("A missed evening")
    await screen.page.get_by_text("Under the hood").click()
    hood = screen.page.locator(".hood")
    await expect(hood.get_by_role("cell", name="nudged")).to_have_count(1)
    await expect(hood.get_by_role("cell", name="call_nudge")).to_have_count(1)
    await expect(hood.locator("svg").get_by_text("nudged: Ben")).to_be_visible()

    await hood.get_by_role("button", name="Plant it").click()
    await screen.tap("Ana", "I'm calling now")

    await expect(hood.get_by_text("struck 1 of 1")).to_be_visible()
    await expect(hood.get_by_text("Too Many Requests").first).to_be_visible()
    await screen.sees("Ben", "stay on the line while you do it")


@pytest.mark.thorough
async def test_in_slow_motion_the_clock_goes_by_itself_until_it_is_stopped(screen: Screen) -> None:
    await screen.begin("A missed evening")
    await screen.page.get_by_role("button", name="Slow motion").click()
    await expect(screen.page.get_by_role("timer")).to_contain_text("21:20")
    await screen.page.get_by_role("button", name="Pause").click()
    await expect(screen.page.get_by_role("button", name="Slow motion")).to_be_visible()


@pytest.mark.thorough
async def test_a_group_can_be_made_with_a_third_person_in_it(screen: Screen) -> None:
    await screen.begin("First day")
    await screen.page.get_by_role("button", name="Make a group for the two").click()
    group = screen.page.get_by_role("region", name="The group")
    await group.get_by_role("button", name="Add the bot").click()
    await expect(group.get_by_role("button", name="I'm in")).to_be_visible()
    await group.get_by_role("button", name="Group options").click()
    await screen.page.get_by_text("Add a friend, Cleo").click()
    await group.get_by_role("button", name="Cleo").click()
    await group.get_by_role("textbox", name="Message").fill("Hello you two")
    await group.get_by_role("button", name="Send").click()
    await group.get_by_role("button", name="Ana").click()
    await expect(group.locator(".name", has_text="Cleo")).to_be_visible()
    await expect(group.get_by_text("group of 3, with the bot")).to_be_visible()
    await screen.phone("Ben").get_by_role("button", name="Cleo").click()
    await expect(screen.phone("Cleo")).to_be_visible()


async def test_a_pair_names_and_does_its_things_in_the_group(screen: Screen) -> None:
    await screen.begin("In a group")
    group = screen.page.get_by_role("region", name="The group")
    line = group.get_by_role("textbox", name="Message")
    ask = group.get_by_role("article").filter(has_text="@ana_writes")
    await ask.last.hover()
    await ask.last.get_by_role("button", name="Reply to this").click()
    await line.fill("Write the letter")
    await line.press("Enter")
    await expect(group.get_by_role("button", name="✅ Ana")).to_be_visible()

    await group.get_by_role("button", name="Cleo", exact=True).click()
    await group.get_by_role("button", name="✅ Ana").click()
    await expect(group.get_by_text("This button is for somebody else.")).to_be_visible()
    await group.get_by_role("button", name="Ana", exact=True).click()
    await group.get_by_role("button", name="✅ Ana").click()

    await expect(group.get_by_text("did it:")).to_be_visible()
    await expect(group.get_by_role("button", name="Undo · Ana")).to_be_visible()


async def test_no_message_stops_the_page(screen: Screen) -> None:
    await screen.begin("A missed evening")
    await screen.say("Ana", "look at http://[x and <script>alert(1)</script>")
    await screen.page.reload()
    await screen.sees("Ana", "look at http://[x and <script>alert(1)</script>")


@pytest.mark.thorough
async def test_what_is_being_edited_is_left_behind_with_its_scene(screen: Screen) -> None:
    await screen.begin("A missed evening")
    await screen.say("Ana", "/today")
    newest = screen.phone("Ana").get_by_role("article", name="You").last
    await newest.hover()
    await newest.get_by_role("button", name="Edit this").click()
    await screen.begin("Both missed")
    await expect(screen.phone("Ana").get_by_text("Edit: /today")).to_be_hidden()
    await expect(screen.phone("Ana").get_by_role("textbox", name="Message")).to_have_value("")


@pytest.mark.thorough
async def test_a_group_that_all_have_left_makes_room_for_another(screen: Screen) -> None:
    await screen.begin("First day")
    group = screen.page.get_by_role("region", name="The group")
    await screen.page.get_by_role("button", name="Make a group for the two").click()
    for name in ("Ana", "Ben"):
        await group.get_by_role("button", name="Group options").click()
        await screen.page.get_by_text(f"{name} leaves").click()
    await expect(screen.page.get_by_role("button", name="Make a group for the two")).to_be_visible()


@pytest.mark.thorough
async def test_all_of_it_can_be_done_by_keyboard(screen: Screen) -> None:
    await screen.begin("First day")
    start = screen.phone("Ana").get_by_role("button", name="START")
    for _ in range(60):
        await screen.page.keyboard.press("Tab")
        if await start.evaluate("element => element === document.activeElement"):
            break
    await screen.page.keyboard.press("Enter")
    await screen.sees("Ana", "Where do you live?")


@pytest.mark.thorough
async def test_every_scene_explains_itself_and_names_all_its_buttons(screen: Screen) -> None:
    for scene in SCENES:
        await screen.begin(scene.title)
        await expect(screen.page.get_by_role("region", name="Scene")).to_contain_text(scene.words)
        nameless = await screen.page.evaluate(
            "[...document.querySelectorAll('button, a, textarea')].filter(element => element.offsetParent"
            " && !element.textContent.trim() && !element.ariaLabel && !element.title).map(element => element.outerHTML)"
        )
        assert nameless == []
    assert await screen.page.locator("h1").count() == 1


@pytest.mark.thorough
async def test_five_hundred_messages_stay_smooth(screen: Screen, address: str) -> None:
    await screen.begin("A missed evening")
    seconds = await screen.page.evaluate(
        """async ([address, chat]) => {
          const began = performance.now();
          for (let number = 0; number < 500; number++) {
            await fetch(address, {method: 'POST', headers: {'Content-Type': 'application/json'},
              body: JSON.stringify({chat_id: chat, text: `Message ${number}`})});
          }
          return (performance.now() - began) / 1000;
        }""",
        [f"{address}bot{TOKEN}/sendMessage", 700_000_001],
    )
    assert seconds < 60
    await screen.sees("Ana", "Message 499")
    began = asyncio.get_running_loop().time()
    await screen.say("Ana", "/today")
    await screen.sees("Ana", "So proud of you")
    assert asyncio.get_running_loop().time() - began < 5
