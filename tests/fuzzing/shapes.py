"""Updates by the schema: every field of every type, as deep as it goes, known to the bot or not."""

from random import Random
from typing import Any

from playground.telegram.schema import Field, load_schema
from tests.fuzzing.texts import any_name, any_text

DEEPEST = 4
_ARRAY = "Array of "
_MOMENTS = frozenset({"date", "edit_date", "forward_date", "until_date", "expire_date", "join_date"})


def any_object(random: Random, kind: str, *, depth: int = 0, now: int = 0) -> Any:
    """Return an object of a type, with all that it must have and some of what it can."""
    chosen = load_schema().kinds[kind]
    if chosen.subtypes:
        return _of_type(random, random.choice(chosen.subtypes), "text", depth, now)
    chance = 0.5 if depth == 0 else 0.12 / depth
    made: dict[str, Any] = {}
    for field in chosen.fields.values():
        if not field.is_required and (random.random() > chance or depth >= DEEPEST):
            continue
        if field.is_required and depth > DEEPEST + 4:
            continue
        made[field.name] = _value(random, field, depth, now)
    return _signed(kind, made)


def _signed(kind: str, made: dict[str, Any]) -> dict[str, Any]:
    """Give accounts, and the chats with them, numbers above zero, and all other chats numbers below."""
    if "id" in made and kind in ("User", "Chat", "ChatFullInfo"):
        is_account = kind == "User" or made.get("type") == "private"
        made["id"] = abs(made["id"]) if is_account else -abs(made["id"])
    for name in ("migrate_to_chat_id", "migrate_from_chat_id"):
        if name in made:
            made[name] = -abs(made[name])
    if "user_id" in made:
        made["user_id"] = abs(made["user_id"])
    return made


def any_update(random: Random, number: int, now: int) -> dict[str, Any]:
    """Return an update of any sort that there is."""
    fields = [field for field in load_schema().kinds["Update"].fields.values() if field.name != "update_id"]
    field = random.choice(fields)
    return {"update_id": number, field.name: any_object(random, field.types[0], now=now)}


def _value(random: Random, field: Field, depth: int, now: int) -> Any:
    if field.enum is not None:
        return random.choice(field.enum)
    return _of_type(random, random.choice(field.types), field.name, depth, now)


def _of_type(random: Random, name: str, field: str, depth: int, now: int) -> Any:
    if name.startswith(_ARRAY):
        count = 0 if depth >= DEEPEST else random.choice((0, 1, 2))
        return [_of_type(random, name.removeprefix(_ARRAY), field, depth + 1, now) for _ in range(count)]
    match name:
        case "Integer":
            return _integer(random, field, now)
        case "Float":
            return random.choice((0.0, 52.5, -90.0, 1e300, -0.0, 181.0, random.random()))
        case "Boolean":
            return random.random() < 0.5
        case "String" | "InputFile":
            return any_name(random)[:64] if "name" in field else any_text(random)[:4096]
        case "True":
            return True
        case _:
            return any_object(random, name, depth=depth + 1, now=now)


def _integer(random: Random, field: str, now: int) -> int:
    if field in _MOMENTS:
        return random.choice((now, now, now - 3600, 0, 1, now + 86_400, 2**31 - 1))
    if field == "id" or field.endswith("_id"):
        return random.choice((random.randint(1, 30), random.randint(1, 2**52 - 1), -random.randint(1, 2**40)))
    return random.choice((0, 1, 7, 4096, 2**31 - 1))
