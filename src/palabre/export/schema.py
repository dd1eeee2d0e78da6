"""The JSON Schema of a reading, generated from the rows of ``records``.

``python -m palabre.export.schema`` prints it; docs/schema.json is that output.
"""

from __future__ import annotations

import json
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from palabre.export.records import ReadingRecord

_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one reading."""
    definitions: dict[str, Any] = {}
    top = _describe(ReadingRecord, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Palabre reading",
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _describe(record: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """A record as an object whose every field is required; the records it holds go to ``definitions``."""
    fields = get_type_hints(record)
    return {
        "description": record.__doc__,
        "type": "object",
        "properties": {name: _field(hint, definitions) for name, hint in fields.items()},
        "required": list(fields),
        "additionalProperties": False,
    }


def _field(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if is_typeddict(hint):
        name = hint.__name__.removesuffix("Record")
        definitions.setdefault(name, _describe(hint, definitions))
        return {"$ref": f"#/$defs/{name}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _field(arguments[0], definitions)}
    if origin in (Union, types.UnionType):
        return {"anyOf": [_field(argument, definitions) for argument in arguments]}
    raise TypeError(f"no JSON Schema for {hint!r}")


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2, ensure_ascii=False))
