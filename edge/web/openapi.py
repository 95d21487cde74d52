"""The table of endpoints -> the API's description, OpenAPI 3.1, and a page that shows it.

Refuses to know: what any endpoint does. Made from the models that check requests and write answers, so it cannot say anything else.
"""

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode

from edge.web.answers import Problem
from edge.web.badges import Standing
from edge.web.doors import COOKIE, SAFE
from edge.web.endpoint import Endpoint

Json = dict[str, Any]
REFS = "#/components/schemas/{model}"
SAID = {
    400: "It makes no sense here",
    401: "Nobody is logged in",
    403: "Not for this role, or not from this page",
    404: "There is no such thing",
    408: "It came too slowly",
    409: "Not as things are now",
    413: "It is too large",
    415: "Not of a kind that is understood",
    422: "It is not as described",
    429: "Too often",
    503: "The box cannot do it now",
}
CSRF: Json = {"name": "X-CSRF", "in": "header", "required": True, "schema": {"type": "string"}, "description": "The csrf of /api/me."}
IDENTITY: Json = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,64}$"}


def describe(endpoints: Sequence[Endpoint], version: str) -> Json:
    """The whole description."""
    schemas = _Schemas(endpoints)
    paths: Json = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, schemas)
    about = (
        "People, sessions and the live view of one EdgeCoach box. The live stream is a WebSocket, /api/live; a phone's sensors, /api/phone."
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "EdgeCoach", "version": version or "0", "description": about},
        "paths": paths,
        "components": {
            "schemas": schemas.definitions,
            "securitySchemes": {"login": {"type": "apiKey", "in": "cookie", "name": COOKIE}},
        },
    }


class _Schemas:
    """Every model once, by name; a type in an operation is a reference to it."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        asked = [(type_, "validation") for one in endpoints for type_ in (one.body, one.query) if type_ is not None]
        told = [(type_, "serialization") for one in endpoints for type_ in (one.answers, *one.also.values()) if type_ is not None]
        wanted: dict[tuple[str, str], tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = {}
        for type_, mode in [*asked, *told, (Problem, "serialization")]:
            wanted[(repr(type_), mode)] = (repr(type_), mode, TypeAdapter(type_))  # type: ignore[assignment]
        made, shared = TypeAdapter.json_schemas(
            [(key, mode, adapter) for key, mode, adapter in wanted.values()], ref_template=REFS, schema_generator=GenerateJsonSchema
        )
        self._made = {(key, mode): schema for (key, mode), schema in made.items()}
        self.definitions: Json = shared.get("$defs", {})

    def of(self, type_: Any, mode: JsonSchemaMode) -> Json:
        return self._made[(repr(type_), mode)]

    def fields(self, model: Any) -> tuple[Json, list[str]]:
        """The properties of a query's model, and which of them must be there."""
        schema = self.of(model, "validation")
        schema = self.definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        return schema["properties"], schema.get("required", [])


def _operation(endpoint: Endpoint, schemas: _Schemas) -> Json:
    told: Json = {"summary": endpoint.does, "operationId": _name(endpoint), "parameters": _parameters(endpoint, schemas)}
    if endpoint.body is not None:
        told["requestBody"] = {"required": True, "content": _content(schemas.of(endpoint.body, "validation"))}
    elif endpoint.raw:
        told["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    if endpoint.least > Standing.NOBODY:
        told["security"] = [{"login": []}] if endpoint.least > Standing.ATHLETE else [{"login": []}, {}]
    told["responses"] = _responses(endpoint, schemas)
    told["x-role"] = endpoint.least.word
    return told


def _parameters(endpoint: Endpoint, schemas: _Schemas) -> list[Json]:
    parts: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": IDENTITY} for name in re.findall(r"{(\w+)}", endpoint.path)
    ]
    if endpoint.query is not None:
        fields, required = schemas.fields(endpoint.query)
        parts += [{"name": name, "in": "query", "required": name in required, "schema": schema} for name, schema in fields.items()]
    return parts + ([] if endpoint.method in SAFE else [CSRF])


def _responses(endpoint: Endpoint, schemas: _Schemas) -> Json:
    answers = {endpoint.status: endpoint.answers, **endpoint.also}
    told: Json = {
        str(status): {"description": "Done", "content": _content(schemas.of(type_, "serialization")) if type_ is not None else _file()}
        for status, type_ in answers.items()
    }
    problem = _content(schemas.of(Problem, "serialization"))
    return told | {str(status): {"description": SAID[status], "content": problem} for status in sorted(_refusals(endpoint))}


def _refusals(endpoint: Endpoint) -> set[int]:
    refused = {400, 403, 429, 503, *endpoint.refuses}
    if endpoint.least > Standing.NOBODY:
        refused.add(401)
    if "{" in endpoint.path:
        refused.add(404)
    if endpoint.query is not None:
        refused.add(422)
    return refused | ({408, 413, 422} if endpoint.body is not None or endpoint.raw else set())


def _content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _file() -> Json:
    return {"*/*": {"schema": {"type": "string", "format": "binary"}}}


def _name(endpoint: Endpoint) -> str:
    return f"{endpoint.method.lower()}_{re.sub(r'[^a-z]+', '_', endpoint.path.removeprefix('/api/')).strip('_')}"


def page(description: Json) -> str:
    """The description for people: one list, without scripts, so that the strictest policy shows it."""
    entries = "".join(
        _entry(method, path, operation) for path, methods in description["paths"].items() for method, operation in methods.items()
    )
    about = html.escape(description["info"]["description"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<title>EdgeCoach API</title><link rel="stylesheet" href="docs.css"></head><body><main><h1>EdgeCoach API</h1>'
        f'<p>{about} <a href="openapi.json">openapi.json</a></p><dl>{entries}</dl></main></body></html>'
    )


def _entry(method: str, path: str, operation: Json) -> str:
    names = ", ".join(html.escape(part["name"]) for part in operation["parameters"] if part["in"] != "header")
    body = operation.get("requestBody", {}).get("content", {})
    sent = "".join(_schema_name(content["schema"]) for content in body.values())
    answers = "; ".join(f"{status} {html.escape(said['description'].lower())}" for status, said in operation["responses"].items())
    takes = " ".join(part for part in (f"takes {names}" if names else "", f"sends {sent}" if sent else "") if part)
    lines = "".join(
        f"<dd>{line}</dd>" for line in (html.escape(operation["summary"]), takes, f"least role: {operation['x-role']}", answers) if line
    )
    return f"<dt><b>{method.upper()}</b> <code>{html.escape(path)}</code></dt>{lines}"


def _schema_name(schema: Json) -> str:
    return html.escape(schema.get("$ref", "").rpartition("/")[2] or "a file")


STYLE = """:root{color-scheme:light dark}body{font:1.05rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
dt{margin-top:1.2rem}dd{margin:0 0 0 1.5rem}code{font-size:1.05em}
"""
