"""What pydantic refused -> mistakes in plain words, each with its line and the nearest name that is valid.

Refuses to know: the options themselves; it asks the model class.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Literal, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from edge.config_lines import Mistake, Path, Reading

NEAR = 0.5
"""difflib's ratio from which a name is worth suggesting: `onnx` still finds `onnxruntime`."""

KINDS = {bool: "true or false", int: "a number", float: "a decimal number", str: "text", list: "a list", dict: "a section"}

UNIONS = frozenset({"int", "str"})
"""Where an option may be either, pydantic names what it was refused as behind the option."""

WANTED = {
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "string_type": "must be text in quotes",
}


def sections(model: type[BaseModel], prefix: Path = ()) -> Iterator[tuple[Path, type[BaseModel]]]:
    """Every section of a configuration model, in order, with the model of its options."""
    for name, info in model.model_fields.items():
        inner = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield (*prefix, name), inner
            yield from sections(inner, (*prefix, name))


def in_plain_words(refused: ValidationError, reading: Reading, model: type[BaseModel]) -> list[Mistake]:
    """One mistake for each thing that the model refused."""
    return list(dict.fromkeys(_mistake(detail, reading, model) for detail in refused.errors()))


def _mistake(detail: ErrorDetails, reading: Reading, model: type[BaseModel]) -> Mistake:
    path = tuple(str(part) for part in detail["loc"])
    if len(path) > 1 and path[-1] in UNIONS and _has_option(path[:-1], model):
        path = path[:-1]  # refused as the one, and as the other
        said = f"{path[-1]} must be a whole number, or text in quotes, and {_shown(detail['input'])} is {_kind(detail['input'])}"
        return Mistake(reading.line_of(path), ".".join(path), said)
    if detail["type"] == "needs":
        path = (*path, *detail["ctx"]["option"].split("."))
    return Mistake(reading.line_of(path), ".".join(path), _message(detail, path, model))


def _message(detail: ErrorDetails, path: Path, model: type[BaseModel]) -> str:
    given, option, kind = detail["input"], path[-1], detail["type"]
    if kind == "extra_forbidden":
        return _unknown(path, given, model)
    if kind == "model_type":
        return f"[{'.'.join(path)}] is a section, not an option"
    if kind == "needs":
        return detail["msg"]
    if get_origin(_info(path, model).annotation) is Literal:
        return f"{option} {_must_be_one_of(given, path, model)}"
    if kind in WANTED:
        return f"{option} {WANTED[kind]}, and {_shown(given)} is {_kind(given)}"
    return f"{option} {_limits(path, model)}, and {_shown(given)} is not"


def _unknown(path: Path, given: Any, model: type[BaseModel]) -> str:
    """A name that no section or option has, with the nearest that one has."""
    *around, name = path
    known = dict(sections(model))
    if isinstance(given, dict | list):
        valid = {".".join(section) for section in known}
        return f"there is no section [{'.'.join(path)}]{_nearest('.'.join(path), valid, name)}"
    here = f"there is no option {name} in [{'.'.join(around)}]" if around else f"there is no option {name} outside a section"
    owners = [section for section, options in known.items() if name in options.model_fields]
    if owners:
        return f"{here}; it belongs in [{'.'.join(_closest(owners, tuple(around)))}]"
    options = known.get(tuple(around))
    return here + _nearest(name, set(options.model_fields) if options else set())


def _closest(sections: list[Path], around: Path) -> Path:
    """One below the section where it was written, if there is one."""
    return next((section for section in sections if section[: len(around)] == around), sections[0])


def _has_option(path: Path, model: type[BaseModel]) -> bool:
    options = dict(sections(model)).get(path[:-1])
    return options is not None and path[-1] in options.model_fields


def _nearest(name: str, valid: set[str], last: str = "") -> str:
    found = get_close_matches(name, valid, 1, NEAR) or [one for one in sorted(valid) if last and one.split(".")[-1] == last]
    return f"; the nearest is {found[0]}" if found else f"; valid are {', '.join(sorted(valid))}" if valid else ""


def _must_be_one_of(given: Any, path: Path, model: type[BaseModel]) -> str:
    info = _info(path, model)
    if info.json_schema_extra == {"base": 16} and isinstance(given, int):
        return f"must be one of {', '.join(map(hex, info.annotation.__args__))}, and {given:#x} is not"
    valid = [str(value) for value in info.annotation.__args__]
    near = get_close_matches(str(given), valid, 1, NEAR)
    said = f"must be one of {', '.join(valid)}, and {_shown(given)} is not"
    return f"{said}; the nearest is {near[0]}" if near else said


def _limits(path: Path, model: type[BaseModel]) -> str:
    return f"must be {limits(_info(path, model))}"


def limits(info: Any) -> str:
    """A number option's range in words: `from 1 to 240`."""
    low = next(rule.ge for rule in info.metadata if hasattr(rule, "ge"))
    high = next(rule.le for rule in info.metadata if hasattr(rule, "le"))
    return f"from {low} to {high}"


def _info(path: Path, model: type[BaseModel]) -> Any:
    return dict(sections(model))[path[:-1]].model_fields[path[-1]]


def _shown(given: Any) -> str:
    return f'"{given}"' if isinstance(given, str) else str(given).lower() if isinstance(given, bool) else str(given)


def _kind(given: Any) -> str:
    return KINDS.get(type(given), "something else")
