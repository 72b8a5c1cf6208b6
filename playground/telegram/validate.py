"""Checks a request against the schema and turns its strings into values.

Telegram ignores a parameter it does not know, so a typo there goes unseen for months. Here it fails, in words of our
own; everything Telegram refuses itself is refused in Telegram's words.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.telegram.errors import NO_ACTION, bad_request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from playground.telegram.schema import Field, Kind, Schema

_INTEGER = re.compile(r"[+-]?\d{1,19}")
_BOOLEANS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_SCALARS = frozenset({"Integer", "Float", "Boolean", "String", "InputFile"})
_ARRAY = "Array of "
_ATTACH = "attach://"

# getUpdates takes any rubbish for these and goes on with its defaults.
_LENIENT = frozenset({("getUpdates", "offset"), ("getUpdates", "limit"), ("getUpdates", "timeout")})

# Telegram's own words where a limit is broken or something required is missing.
_TOO_LONG_WORDS = {
    ("answerCallbackQuery", "text"): "MESSAGE_TOO_LONG",
    ("InlineKeyboardButton", "callback_data"): "BUTTON_DATA_INVALID",
    ("BotCommand", "command"): "command length must not exceed 32",
    ("BotCommand", "description"): "command description length must not exceed 256",
    ("deleteMessages", "message_ids"): "too many message identifiers specified",
}
_TOO_SHORT_WORDS = {
    ("InlineKeyboardButton", "callback_data"): NO_ACTION,
    ("BotCommand", "command"): "command must be non-empty",
    ("BotCommand", "description"): "command description must be non-empty",
    ("deleteMessages", "message_ids"): "message identifiers are not specified",
}
_MISSING_WORDS = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "InlineKeyboardButton.text": "inline keyboard button text must be non-empty",
    "deleteMessages.message_ids": "message identifiers are not specified",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class _Check:
    """One request under examination."""

    schema: Schema
    method: str
    files: Mapping[str, Upload]
    used_files: set[str] = field(default_factory=set)

    def fields(self, owner: str, known: Mapping[str, Field], given: Mapping[str, object]) -> dict[str, Any]:
        for name in given:
            if name not in known:
                words = f'{owner} has no parameter "{name}" (the real server would ignore it silently)'
                raise bad_request(words)
        values: dict[str, Any] = {}
        for name, spec in known.items():
            raw = given.get(name)
            if raw is None or (raw == "" and "String" not in spec.types):
                if spec.is_required:
                    raise _missing(owner, name)
                continue
            values[name] = self.value(owner, spec, raw)
        return values

    def value(self, owner: str, spec: Field, raw: object) -> object:
        if (owner, spec.name) in _LENIENT:
            return raw
        where = f"{owner}.{spec.name}"
        value = self._decoded(spec.types, raw, where)
        if spec.enum is not None and value not in spec.enum:
            words = f"{where} must be one of {', '.join(map(str, spec.enum))}, not {value!r}"
            raise bad_request(words)
        if not spec.is_parsed:  # a parsed text is measured after parsing
            _check_limits(owner, spec, value)
        return value

    def _decoded(self, types: tuple[str, ...], raw: object, where: str) -> object:
        scalars = tuple(name for name in types if name in _SCALARS)
        if scalars:
            return self._scalar(scalars, raw, where)
        if isinstance(raw, str):
            try:
                raw = json.loads(raw)
            except ValueError:
                words = f"can't parse {where} as a JSON object"
                raise bad_request(words) from None
        if types[0].startswith(_ARRAY):
            return self._array(types, raw, where)
        return self._object(types, raw, where)

    def _array(self, types: tuple[str, ...], raw: object, where: str) -> list[Any]:
        if not isinstance(raw, list):
            words = f"{where} must be an array"
            raise bad_request(words)
        inner = tuple(name.removeprefix(_ARRAY) for name in types)
        return [self._decoded(inner, item, f"{where}[{index}]") for index, item in enumerate(raw)]

    def _object(self, types: tuple[str, ...], raw: object, where: str) -> dict[str, Any]:
        if not isinstance(raw, dict):
            words = f"object expected as {where}"
            raise bad_request(words)
        kinds = self.schema.leaves(types)
        fitting = kinds if len(kinds) == 1 else tuple(kind for kind in kinds if _may_be(kind, raw))
        if not fitting:
            words = f"{where} is none of {', '.join(kind.name for kind in kinds)}"
            raise bad_request(words)
        if len(fitting) > 1:
            # of several that could be meant, the one that knows every field
            fitting = tuple(kind for kind in fitting if set(raw) <= set(kind.fields)) or fitting
        return self.fields(fitting[0].name, fitting[0].fields, raw)

    def _scalar(self, types: tuple[str, ...], raw: object, where: str) -> object:
        if "InputFile" in types and (file := self._file(raw, where)) is not None:
            return file
        for name in types:
            value = _READERS[name](raw) if name in _READERS else None
            if value is not None:
                return value
        words = f"{where} must be {' or '.join(types)}, not {raw!r}"
        raise bad_request(words)

    def _file(self, raw: object, where: str) -> Upload | None:
        if isinstance(raw, Upload):
            return raw
        if isinstance(raw, str) and raw.startswith(_ATTACH):
            name = raw.removeprefix(_ATTACH)
            if name not in self.files:
                words = f'{where} refers to "{raw}", which was not uploaded'
                raise bad_request(words)
            self.used_files.add(name)
            return self.files[name]
        return None


def _read_integer(raw: object) -> int | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int):
        return raw
    return int(raw) if isinstance(raw, str) and _INTEGER.fullmatch(raw) else None


def _read_float(raw: object) -> float | None:
    if isinstance(raw, bool):
        return None
    try:
        return float(raw) if isinstance(raw, int | float | str) else None
    except ValueError:
        return None


def _read_boolean(raw: object) -> bool | None:
    if isinstance(raw, bool):
        return raw
    return _BOOLEANS.get(str(raw).lower()) if isinstance(raw, str | int) else None


def _read_string(raw: object) -> str | None:
    return raw if isinstance(raw, str) else None


_UNITS = {"bytes": " bytes", "characters": " characters", "items": " items"}
_READERS = {"Integer": _read_integer, "Float": _read_float, "Boolean": _read_boolean, "String": _read_string}


def _may_be(kind: Kind, raw: Mapping[str, object]) -> bool:
    for spec in kind.fields.values():
        if spec.is_required and spec.name not in raw:
            return False
        if spec.is_required and spec.enum is not None and len(spec.enum) == 1 and raw[spec.name] != spec.enum[0]:
            return False
    return True


def _missing(owner: str, name: str) -> Exception:
    for key in (f"{owner}.{name}", name):
        if key in _MISSING_WORDS:
            return bad_request(_MISSING_WORDS[key])
    return bad_request(f'{owner} needs the parameter "{name}"')


def _check_limits(owner: str, spec: Field, value: object) -> None:
    if spec.low is None or spec.high is None or isinstance(value, Upload):
        return
    size = _size(spec.unit, value)
    if size is None or spec.low <= size <= spec.high or size in spec.also:
        return
    words = (_TOO_SHORT_WORDS if size < spec.low else _TOO_LONG_WORDS).get((owner, spec.name))
    raise bad_request(
        words or f"{owner}.{spec.name} must be {spec.low} to {spec.high}{_UNITS.get(spec.unit or '', '')}, not {size}"
    )


def _size(unit: str | None, value: object) -> float | None:
    if isinstance(value, str):
        return len(value.encode()) if unit == "bytes" else len(value)
    if isinstance(value, list):
        return len(value)
    return value if isinstance(value, int | float) else None


def check_params(
    schema: Schema, method: str, given: Mapping[str, object], files: Mapping[str, Upload]
) -> dict[str, Any]:
    """Return the parameters as values, or raise the ApiError that answers the first fault found."""
    check = _Check(schema, method, files)
    known = schema.methods[method]
    direct = {name: upload for name, upload in files.items() if name in known}
    values = check.fields(method, known, {**given, **direct})
    for name in files.keys() - direct.keys() - check.used_files:
        words = f'the uploaded file "{name}" is used by no parameter'
        raise bad_request(words)
    return values
