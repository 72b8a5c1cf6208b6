"""The Bot API as data: which methods there are, what they take, and within which limits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method, or a field of an object."""

    name: str
    types: tuple[str, ...]
    is_required: bool
    low: float | None
    high: float | None
    unit: str | None
    also: tuple[float, ...]
    enum: tuple[str | int, ...] | None
    is_parsed: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """An object type: its fields, or the types it stands for."""

    name: str
    fields: Mapping[str, Field]
    subtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """All methods and types of one version of the Bot API."""

    version: str
    methods: Mapping[str, Mapping[str, Field]]
    kinds: Mapping[str, Kind]
    reactions: frozenset[str]

    def leaves(self, names: tuple[str, ...]) -> tuple[Kind, ...]:
        """Return the types that have fields of their own, with every union resolved."""
        found: list[Kind] = []
        for name in names:
            kind = self.kinds[name]
            found.extend(self.leaves(kind.subtypes) if kind.subtypes else (kind,))
        return tuple(found)


def _field(name: str, raw: Mapping[str, Any]) -> Field:
    return Field(
        name=name,
        types=tuple(raw["types"]),
        is_required=raw["required"],
        low=raw.get("min"),
        high=raw.get("max"),
        unit=raw.get("unit"),
        also=tuple(raw.get("or", ())),
        enum=tuple(raw["enum"]) if "enum" in raw else None,
        is_parsed=raw.get("parsed", False),
    )


def _fields(raw: Mapping[str, Any]) -> Mapping[str, Field]:
    return MappingProxyType({name: _field(name, spec) for name, spec in raw.items()})


@cache
def load_schema() -> Schema:
    """Read the schema that lies next to this module, once."""
    raw = json.loads(Path(__file__).with_name("schema.json").read_text(encoding="utf-8"))
    kinds = {
        name: Kind(name, _fields(spec.get("fields", {})), tuple(spec.get("subtypes", ())))
        for name, spec in raw["types"].items()
    }
    return Schema(
        version=raw["version"],
        methods=MappingProxyType({name: _fields(spec["params"]) for name, spec in raw["methods"].items()}),
        kinds=MappingProxyType(kinds),
        reactions=frozenset(raw["reactions"]),
    )
