"""A reading as compact JSON and back, nothing lost: driven by the types, so a field that is added is carried too.

Fields that are None, empty or at their default are left out, and filled in again when they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from palabre.types import Reading

Coder = Callable[[Any], Any]
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(reading: Reading) -> str:
    """The reading as JSON, without its article's text, which stands beside it."""
    return _dumps(_encoder(Reading)(replace(reading, article=replace(reading.article, text=""))))


def decode(content: str, text: str) -> Reading:
    """The reading that ``encode`` wrote, with its article's ``text``.

    >>> from palabre.types import Article
    >>> reading = Reading(Article("1", "here", "Niamey.", "fr", date(2024, 1, 2)), (), (), ())
    >>> encode(reading)
    '{"article":{"id":"1","source":"here","text":"","language":"fr","published":"2024-01-02"}}'
    >>> decode(encode(reading), "Niamey.") == reading
    True
    """
    reading: Reading = _decoder(Reading)(json.loads(content))
    return replace(reading, article=replace(reading.article, text=text))


@cache
def _encoder(hint: Any) -> Coder:
    """What makes JSON of a value of a type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _encoder(next(one for one in arguments if one is not NoneType))
    if origin in (tuple, Sequence):
        inner = _encoder(arguments[0])
        return lambda value: list(map(inner, value))
    if is_dataclass(hint):
        return _dataclass_encoder(hint)
    return _iso if hint in (date, datetime) else _same


def _dataclass_encoder(kind: Any) -> Coder:
    hints = get_type_hints(kind)
    parts = tuple((name, attrgetter(name), _encoder(hints[name]), missing) for name, missing in _fields(kind))

    def take(value: Any) -> dict[str, Any]:
        found = {}
        for name, get, inner, missing in parts:
            one = get(value)
            if one is not missing and one != missing:
                found[name] = one if inner is _same else inner(one)
        return found

    return take


def _same(value: Any) -> Any:
    return value


def _iso(value: date) -> str:
    return value.isoformat()


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a dataclass, each with what it is where it was left out."""
    hints = get_type_hints(kind)
    return tuple((one.name, _missing(one, hints[one.name])) for one in fields(kind))


@cache
def _decoder(hint: Any) -> Coder:
    """What makes a value of a type from its JSON."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional([one for one in arguments if one is not NoneType])
    if origin in (tuple, Sequence):
        inner = _decoder(arguments[0])
        return lambda value: tuple(map(inner, value))
    if is_dataclass(hint):
        return _dataclass(hint)
    if hint in (date, datetime):
        return hint.fromisoformat  # type: ignore[no-any-return]
    if hint in (str, int, float, bool) or origin is Literal:
        return _same
    raise TypeError(f"no JSON for {hint!r}")


def _optional(kinds: list[Any]) -> Coder:
    inner = _decoder(kinds[0])
    return lambda value: None if value is None else inner(value)


def _dataclass(kind: Any) -> Coder:
    hints = get_type_hints(kind)
    parts = tuple((name, _decoder(hints[name]), missing) for name, missing in _fields(kind))

    def make(value: dict[str, Any]) -> Any:
        return kind(*(inner(value[name]) if name in value else missing for name, inner, missing in parts))

    return make


def _missing(field: Any, hint: Any) -> Any:
    """What a field is where it was left out."""
    if field.default is not MISSING:
        return field.default
    return () if get_origin(hint) in (tuple, Sequence) else None
