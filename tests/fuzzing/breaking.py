"""What is no update any more: valid ones with something taken out, put in or put in the place of something else."""

import copy
from random import Random
from typing import Any

from tests.fuzzing.texts import HALVES, any_text

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 1.5, -0.0, 1e308, float("inf"),
    float("nan"), "", "x", "0", "null", "\0", HALVES, "x" * 5000, [], [[]], [None], [1, "a"], {}, {"id": 1}, {"id": None},
    {"id": []}, {"id": "x"}, {"": ""}, {"a": {"b": {"c": [{}] * 3}}}, [{"type": "bot_command", "offset": -5, "length": 999}],
)  # fmt: skip
DATES: tuple[Any, ...] = (-1, -(2**40), 0, 253_402_300_799, 253_402_300_800, 2**63, 1.5, "1", None, [], True)
IDS: tuple[Any, ...] = (
    0,
    -1,
    2**52,
    2**53,
    2**63 - 1,
    2**63,
    -(2**63),
    -(2**63) - 1,
    10**40,
    "7",
    1.0,
    True,
    None,
    [],
    {},
    "\ud800",
)
CHAT_TYPES = ("private", "group", "supergroup", "channel", "sender", "direct", "", "PRIVATE", 7, None, ["private"])


def broken(random: Random, update: dict[str, Any]) -> Any:
    """Return a copy of an update in which one to four things are wrong."""
    made: Any = copy.deepcopy(update)
    if random.random() < 0.02:
        wholly = (*JUNK, {"update_id": update["update_id"]}, [made], {**made, "update_id": random.choice(IDS)})
        return copy.deepcopy(random.choice(wholly))
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        _break(random, made)
    return made


def _break(random: Random, made: dict[str, Any]) -> None:
    holder, key = _somewhere(random, made)
    match random.randrange(9):
        case 0 | 1 if holder is not made or key != "update_id":
            del holder[key]
        case 2 | 3:
            _put(random, holder, key, random.choice(JUNK))
        case 4 if isinstance(holder[key], str):
            _put(random, holder, key, any_text(random))
        case 5 if isinstance(holder[key], int):
            _put(
                random,
                holder,
                key,
                random.choice((holder[key] + 1, -holder[key], holder[key] * 2**40, random.choice(IDS))),
            )
        case 6 if isinstance(holder, dict):
            holder[random.choice(("date", "id", "message_id", "text", "x", "chat", "from", "entities", ""))] = (
                copy.deepcopy(random.choice(JUNK))
            )
        case 7:
            _put(random, holder, key, [holder[key]])
        case _:
            _put_fitting(random, holder, key)


def _put_fitting(random: Random, holder: Any, key: Any) -> None:
    """Put in what a hostile mind would choose just here."""
    if key in ("date", "edit_date"):
        _put(random, holder, key, random.choice(DATES))
    elif key == "type":
        _put(random, holder, key, random.choice(CHAT_TYPES))
    elif key in ("id", "message_id", "user_id", "migrate_to_chat_id"):
        _put(random, holder, key, random.choice(IDS))
    else:
        _put(random, holder, key, {} if isinstance(holder[key], dict) else random.choice(JUNK))


def _put(random: Random, holder: Any, key: Any, value: Any) -> None:
    holder[key] = copy.deepcopy(value)  # junk that is changed later would hold itself one day


def _somewhere(random: Random, made: Any) -> tuple[Any, Any]:
    """Return a container within the update, and one of its keys."""
    places: list[tuple[Any, Any]] = []
    waiting = [made]
    while waiting:
        holder = waiting.pop()
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        for key in keys:
            places.append((holder, key))
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])
    return random.choice(places)
