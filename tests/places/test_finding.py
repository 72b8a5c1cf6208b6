"""Cities are found as people type them, and only when they mean one."""

from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.place import City
from bot.places.offline import OfflinePlaces

LIMIT = 6


def _first(places: OfflinePlaces, name: str) -> tuple[str, str] | None:
    found = places.find(name, LIMIT)
    return (found[0].name, found[0].country) if found else None


def _zones(found: list[City]) -> list[tuple[str, str]]:
    return [(city.country, city.zone) for city in found]


@pytest.mark.parametrize(
    ("typed", "name", "country"),
    [
        ("Berlin", "Berlin", "DE"),
        ("  bErLiN ", "Berlin", "DE"),
        ("sao paulo", "São Paulo", "BR"),
        ("zurich", "Zürich", "CH"),
        ("Zuerich", "Zürich", "CH"),
        ("Koeln", "Köln", "DE"),
        ("Muenchen", "Munich", "DE"),
        ("lodz", "Łódź", "PL"),
        ("st louis", "St. Louis", "US"),
        ("Saint Louis", "St. Louis", "US"),
        ("laquila", "L'Aquila", "IT"),
        ("L\u2019Aquila", "L'Aquila", "IT"),
        ("newyork", "New York City", "US"),
        ("new-york", "New York City", "US"),
        ("Den Haag", "The Hague", "NL"),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(
    places: OfflinePlaces, typed: str, name: str, country: str
) -> None:
    assert _first(places, typed) == (name, country)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Москва", "Moscow"),
        ("Санкт-Петербург", "Saint Petersburg"),
        ("東京", "Tokyo"),
        ("北京", "Beijing"),
        ("ニューヨーク", "New York City"),
        ("القاهرة", "Cairo"),
        ("تهران", "Tehran"),
        ("תל אביב", "Tel Aviv"),
        ("서울", "Seoul"),
        ("दिल्ली", "Delhi"),
        ("กรุงเทพ", "Bangkok"),
        ("Αθήνα", "Athens"),
    ],
)
def test_every_alphabet_will_do(places: OfflinePlaces, typed: str, name: str) -> None:
    found = places.find(typed, LIMIT)
    assert found[0].name == name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("NYC", "New York City"),
        ("LA", "Los Angeles"),
        ("L.A.", "Los Angeles"),
        ("SF", "San Francisco"),
        ("Bay Area", "San Francisco"),
        ("Vegas", "Las Vegas"),
        ("Saigon", "Ho Chi Minh City"),
        ("Bombay", "Mumbai"),
        ("Peking", "Beijing"),
        ("Kiev", "Kyiv"),
        ("Constantinople", "Istanbul"),
        ("Mexico", "Mexico City"),
        ("Monaco", "Monaco"),
        ("Grenada", "Saint George's"),
        ("Islamabad", "Islamabad"),
        ("Washington", "Washington"),
    ],
)
def test_nicknames_and_former_names_lead_where_people_mean(places: OfflinePlaces, typed: str, name: str) -> None:
    assert places.find(typed, LIMIT)[0].name == name


@pytest.mark.parametrize(
    ("typed", "name", "country"),
    [
        ("Berln", "Berlin", "DE"),
        ("Amsterdm", "Amsterdam", "NL"),
        ("Los Angelos", "Los Angeles", "US"),
        ("Philidelphia", "Philadelphia", "US"),
        ("Albequerque", "Albuquerque", "US"),
        ("Buenos Aries", "Buenos Aires", "AR"),
        ("Wienna", "Vienna", "AT"),
        ("ebrlin", "Berlin", "DE"),
        ("Масква", "Moscow", "RU"),
        ("Bostan", "Boston", "US"),
        ("Berln Germany", "Berlin", "DE"),
    ],
)
def test_a_letter_or_two_may_be_wrong(places: OfflinePlaces, typed: str, name: str, country: str) -> None:
    assert _first(places, typed) == (name, country)


@pytest.mark.parametrize("name", ["London", "Barcelona", "New York City", "Johannesburg"])
def test_any_one_letter_but_the_first_may_be_missing_double_other_or_misplaced(
    places: OfflinePlaces, name: str
) -> None:
    for at in range(1, len(name)):
        head, letter, rest = name[:at], name[at], name[at + 1 :]
        for tail in (rest, letter + letter + rest, f"x{rest}", rest[:1] + letter + rest[1:]):
            found = places.find(head + tail, LIMIT)
            assert name in [city.name for city in found], head + tail


def test_beside_a_small_city_stands_a_much_larger_one_of_nearly_that_name(places: OfflinePlaces) -> None:
    assert [city.name for city in places.find("Kagul", LIMIT)] == ["Cahul", "Kabul"]


def test_beside_a_city_of_that_name_stands_none_of_nearly_that_name_that_is_not_much_larger(
    places: OfflinePlaces,
) -> None:
    names = [city.name for city in places.find("Rahat", 50)]
    assert names[0] == "Rahat"
    assert "Rabat" not in names


def test_one_letter_less_is_pittsburgh_too(places: OfflinePlaces) -> None:
    found = places.find("Pittsburg", LIMIT)
    assert [city.name for city in found[:3]].count("Pittsburgh") == 1


@pytest.mark.parametrize(
    ("typed", "country", "zone"),
    [
        ("Paris", "FR", "Europe/Paris"),
        ("Paris, Texas", "US", "America/Chicago"),
        ("Paris TX USA", "US", "America/Chicago"),
        ("Springfield, Illinois", "US", "America/Chicago"),
        ("Springfield Massachusetts", "US", "America/New_York"),
        ("Cordoba Argentina", "AR", "America/Argentina/Cordoba"),
        ("Córdoba, España", "ES", "Europe/Madrid"),
        ("London, Canada", "CA", "America/Toronto"),
        ("London, Ontario", "CA", "America/Toronto"),
        ("London, UK", "GB", "Europe/London"),
        ("Birmingham, Alabama", "US", "America/Chicago"),
        ("Portland OR", "US", "America/Los_Angeles"),
        ("Portland, ME, USA", "US", "America/New_York"),
        ("Washington, D.C.", "US", "America/New_York"),
        ("Berlin Germany", "DE", "Europe/Berlin"),
        ("Berlin (Deutschland)", "DE", "Europe/Berlin"),
        ("Perth، Australia", "AU", "Australia/Perth"),
        ("Москва, Россия", "RU", "Europe/Moscow"),
    ],
)
def test_a_country_or_a_state_narrows_it(places: OfflinePlaces, typed: str, country: str, zone: str) -> None:
    found = places.find(typed, LIMIT)
    assert (found[0].country, found[0].zone) == (country, zone)
    if typed != "Paris":
        assert {city.country for city in found} == {country}


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("Germany", ["Europe/Berlin"]),
        ("Texas", ["America/Chicago", "America/Denver"]),
        ("Berlin, Wisconsin", ["America/Chicago"]),
        ("Europe/Berlin", ["Europe/Berlin"]),
        ("Asia/Calcutta", ["Asia/Kolkata"]),
        ("US/Pacific", ["America/Los_Angeles"]),
    ],
)
def test_a_region_a_town_too_small_or_a_zone_are_answered_with_their_largest_cities(
    places: OfflinePlaces, typed: str, zones: list[str]
) -> None:
    assert [city.zone for city in places.find(typed, LIMIT)] == zones


@pytest.mark.parametrize(("typed", "zone"), [("UTC", "Atlantic/Reykjavik"), ("CET", "Europe/Berlin")])
def test_the_name_of_a_clock_leads_to_a_city_with_that_clock(places: OfflinePlaces, typed: str, zone: str) -> None:
    assert places.find(typed, LIMIT)[0].zone == zone


def test_what_stands_after_a_comma_and_is_no_region_is_left_alone(places: OfflinePlaces) -> None:
    assert _first(places, "Lyon, chez moi") == ("Lyon", "FR")


def test_of_equally_called_cities_there_is_one_for_each_country_and_zone(places: OfflinePlaces) -> None:
    found = [city for city in places.find("Springfield", 50) if city.name == "Springfield"]
    zones = _zones(found)
    assert len(zones) == len(set(zones))
    assert {"America/Chicago", "America/New_York", "America/Los_Angeles"} <= {zone for _, zone in zones}


def test_cities_of_that_name_come_first_and_then_those_whose_names_begin_so(places: OfflinePlaces) -> None:
    names = [city.name for city in places.find("San Jose", 20)]
    exact = [name in {"San Jose", "San José"} for name in names]
    assert exact[:2] == [True, True]
    assert exact == sorted(exact, reverse=True)
    assert not all(exact)


def test_the_largest_comes_first(places: OfflinePlaces) -> None:
    assert places.find("Ber", LIMIT)[0].name == "Berlin"
    assert places.find("San Francis", LIMIT)[0].country == "US"


@pytest.mark.parametrize("limit", [-1, 0, 1, 3, LIMIT])
def test_there_are_never_more_than_asked_for(places: OfflinePlaces, limit: int) -> None:
    assert len(places.find("San", limit)) == max(limit, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "\U0001f984",
        "Å",
        "X",
        ",",
        ", Texas",
        "no",
        "hi",
        "I went to the gym",
        "good morning",
        "call mom",
        "apply for three jobs",
        "write my CV",
        "why do you ask, it is none of your business",
        "сходить в спортзал",
        "我去健身房",
        "asdfghjkl",
        "12345",
        "+49 170 1234567",
        "08:00",
        '"',
        "*",
        "%",
        "_",
        "' OR 1=1 --",
        "\x00\x01\x02\x1b[31m",
        "\u202e\u200f\u200b",
        "\ud800",
        "a" * 100,
        "London " * 15,
        "Berlin" * 683,
        "\U0001f984" * 4096,
        "a b c d e f g h i j k l m n o p",
        "Berlin, " * 512,
        "I will find a new job, India",
        "turn it",
    ],
    ids=lambda typed: ascii(typed)[:30],
)
def test_what_is_no_city_finds_none(places: OfflinePlaces, typed: str) -> None:
    assert places.find(typed, LIMIT) == []


@settings(max_examples=80, deadline=None)
@given(typed=st.text(max_size=90), limit=st.integers(0, 8))
def test_whatever_is_typed_the_answer_holds_at_most_so_many_different_cities(typed: str, limit: int) -> None:
    found = OfflinePlaces().find(typed, limit)
    assert len(found) <= limit
    assert len({city.id for city in found}) == len(found)


def test_a_city_that_was_found_is_there_under_its_number(places: OfflinePlaces) -> None:
    for city in chain(places.find("San", LIMIT), places.find("東京", LIMIT)):
        assert places.city(city.id) == city


@pytest.mark.parametrize("city_id", [0, -1, 1, 2**31, 2**63, -(2**63), 10**30])
def test_a_number_of_no_city_is_none(places: OfflinePlaces, city_id: int) -> None:
    assert places.city(city_id) is None


def test_any_thread_may_ask(places: OfflinePlaces) -> None:
    alone = places.find("Berln", LIMIT)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: places.find("Berln", LIMIT), range(40)))
    assert together == [alone] * 40
