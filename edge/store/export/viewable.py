"""A JSON schema as pydantic writes it -> the same in the words that viewers of recordings know.

Foxglove and Lichtblick (packages/mcap-support, parseJsonSchema) want one type for each property, written where the property stands, and
lists of objects or of plain values; of any other schema they show nothing of the channel. Refuses to know: what is described.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

PLAIN = ("boolean", "integer", "number", "string")


def viewable(schema: Schema) -> dict[str, Any]:
    """What cannot be said in those words, such as a list of pairs, is left out: a schema allows more than it lists."""
    return _object(schema, schema.get("$defs", {}))


def _object(schema: Schema, named: Schema) -> dict[str, Any]:
    listed = {name: _property(one, named) for name, one in schema.get("properties", {}).items()}
    kept = {key: schema[key] for key in ("title", "description") if key in schema}
    return {"type": "object", **kept, "properties": {name: one for name, one in listed.items() if one}}


def _property(schema: Schema, named: Schema) -> dict[str, Any] | None:
    """None for what they have no words for."""
    if "$ref" in schema:
        return _property(named[schema["$ref"].rpartition("/")[2]], named)
    if "anyOf" in schema:
        return _nullable(schema, named)
    if schema.get("type") == "array":
        return _list(schema, named)
    if schema.get("type") == "object":
        return _object(schema, named)
    return {"type": schema["type"]} if schema.get("type") in PLAIN else None


def _nullable(schema: Schema, named: Schema) -> dict[str, Any] | None:
    """`nullable` is OpenAPI's word, which those who do not know it pass over."""
    others = [one for one in schema["anyOf"] if one.get("type") != "null"]
    only = _property(others[0], named) if len(others) == 1 else None
    return {**only, "nullable": True} if only else None


def _list(schema: Schema, named: Schema) -> dict[str, Any] | None:
    kinds = schema["prefixItems"] if "prefixItems" in schema else [schema["items"]]
    items = _property(kinds[0], named)
    alike = all(one == kinds[0] for one in kinds)
    return {"type": "array", "items": items} if items and alike and items["type"] != "array" else None
