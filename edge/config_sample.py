"""The configuration's model -> the annotated sample, and a configuration -> the same page with its values.

Refuses to know: where the pages go. A test keeps deploy/edgecoach.toml equal to the sample.
"""

import re
import textwrap
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from edge.config import PATH
from edge.config_mistakes import limits, sections
from edge.config_options import Config, Section

WIDTH = 110

INTRODUCTION = (
    f"EdgeCoach's configuration, {PATH}. Every option stands here with its default; take away its # to change it. "
    "`edgecoach config check` finds mistakes, `edgecoach config show` tells what is in force. "
    "The daemon writes this file only when a technician chooses a camera on its page."
)


def sample() -> str:
    """Every option, described, commented out, with its default."""
    lines = [*_comment(INTRODUCTION), ""]
    for name, model in _with_options():
        lines += [*_comment(_first_line(model)), f"[{name}]"]
        for option, info in _options(model):
            lines += [*_comment(f"{info.description}{_valid(info)}"), f"#{option} = {_toml(info.default)}", ""]
    return "\n".join(lines)


def show(config: Config) -> str:
    """The options in force; those that the file does not set say so. Passwords in addresses are hidden."""
    lines = []
    for name, model in _with_options():
        section = _section(config, name)
        lines.append(f"[{name}]")
        for option, _ in _options(model):
            aside = "" if option in section.model_fields_set else "  # default"
            lines.append(f"{option} = {_toml(_shown(section, option))}{aside}")
        lines.append("")
    return "\n".join(lines)


def in_force(config: Config) -> dict[str, dict[str, Any]]:
    """The same, by section and option."""
    return {name: {option: _shown(_section(config, name), option) for option, _ in _options(model)} for name, model in _with_options()}


def _shown(section: Section, option: str) -> Any:
    """rtsp://user:secret@camera is shown as rtsp://user:***@camera."""
    value = getattr(section, option)
    return re.sub(r"(//[^/:@]+):[^/@]+@", r"\1:***@", value) if isinstance(value, str) else value


def _with_options() -> Iterator[tuple[str, type[BaseModel]]]:
    return ((".".join(path), model) for path, model in sections(Config) if list(_options(model)))


def _options(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    return ((name, info) for name, info in model.model_fields.items() if info.description is not None)


def _section(config: Config, name: str) -> Section:
    found: Any = config
    for part in name.split("."):
        found = getattr(found, part)
    section: Section = found
    return section


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _valid(info: FieldInfo) -> str:
    """What else an option may be."""
    if get_origin(info.annotation) is Literal:
        return f" One of: {', '.join(str(value) for value in get_args(info.annotation))}."
    return f" From {limits(info).removeprefix('from ')}." if info.metadata else ""


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return str(value)
