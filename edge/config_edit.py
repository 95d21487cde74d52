"""Some options and their new values -> the configuration's file, changed in those lines only; the file of before is kept beside it.

At a person's command: nothing here decides anything. Refuses to know: what the options mean, and who asked.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import tomlkit
from tomlkit.exceptions import TOMLKitError

from edge.config import check
from edge.errors import ConfigError
from edge.state import write_whole

Value: TypeAlias = bool | int | float | str
Json: TypeAlias = dict[str, Any]

ANY_WRITE = 0o222
MODE = 0o777
PREVIOUS = ".previous"
"""The end of the name of the file of before."""


def rewrite(path: Path, section: str, wanted: Mapping[str, Value]) -> None:
    """Give the options of a section, such as `capture.camera`, these values. What is not there yet is made.

    Whoever reads the file meanwhile finds the old or the new one whole. Raises ConfigError where it cannot be changed, and then it is as
    it was.
    """
    file = path.resolve()  # a link stays one
    try:
        before = file.read_bytes() if file.exists() else b""
        _demand_writable(path, file)
        after = edited(before.decode("utf-8-sig"), section, wanted)
        _demand_right(path, after)
        mode = file.stat().st_mode & MODE if file.exists() else None
        if before:
            _write(file.with_name(file.name + PREVIOUS), before, mode)
        _write(file, after.encode(), mode)
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text", "correct it by hand") from None
    except OSError as problem:
        raise _not_written(path, problem.strerror or str(problem)) from None


def edited(text: str, section: str, wanted: Mapping[str, Value]) -> str:
    """The text with these values; every other line, comment and blank stays. Raises ConfigError for a text that is no TOML."""
    names = section.split(".")
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as problem:
        raise ConfigError("the configuration's file is no TOML", str(problem)) from None
    table: Any = document
    for name in names:
        table = table.get(name, {})
    headed = _head(text.splitlines(), section) is not None
    here = [name for name in wanted if name in table or (table and not headed)]
    for name in here:
        table[name] = wanted[name]
    lines = tomlkit.dumps(document).splitlines(keepends=True)
    for name in reversed([name for name in wanted if name not in here]):
        _place(lines, section, name, wanted[name])
    changed = "".join(lines)
    _demand_meant(changed, text, section, wanted)
    return changed


def _place(lines: list[str], section: str, name: str, value: Value) -> None:
    """Where the annotated sample has its commented default, else first in its section, else in a new one at the end."""
    line = tomlkit.dumps({name: value})
    head = _head(lines, section)
    if head is None:
        parted = ["\n"] * bool(lines) if not lines or lines[-1].endswith("\n") else ["\n", "\n"]
        lines += [*parted, f"[{section}]\n", line]
        return
    end = _found(lines, r"\s*\[", head + 1, len(lines)) or len(lines)
    default = _found(lines, rf"#\s*{name}\s*=", head + 1, end)
    if default is None:
        if not lines[head].endswith("\n"):
            lines[head] += "\n"
        lines.insert(head + 1, line)
    else:
        lines[default] = line


def _head(lines: list[str], section: str) -> int | None:
    return _found(lines, rf"\s*\[\s*{re.escape(section)}\s*\]", 0, len(lines))


def _found(lines: list[str], pattern: str, start: int, end: int) -> int | None:
    return next((k for k in range(start, end) if re.match(pattern, lines[k])), None)


def _demand_meant(changed: str, text: str, section: str, wanted: Mapping[str, Value]) -> None:
    """TOML has more ways to write a table than are understood here."""
    try:
        meant = tomllib.loads(changed) == _expected(text, section.split("."), wanted)
    except tomllib.TOMLDecodeError:
        meant = False
    if not meant:
        raise ConfigError(f"the file writes {section} in a way that cannot be changed here", "change it by hand")


def _expected(text: str, names: list[str], wanted: Mapping[str, Value]) -> Json:
    whole = tomllib.loads(text)
    table: Json = whole
    for name in names:
        table = table.setdefault(name, {})
    table.update(wanted)
    return whole


def _demand_writable(path: Path, file: Path) -> None:
    """Who took all write permissions away wants it as it is, whoever we are."""
    if file.exists() and not file.stat().st_mode & ANY_WRITE:
        raise _not_written(path, "it is read-only")


def _demand_right(path: Path, text: str) -> None:
    mistakes = check(text)
    if mistakes:
        raise ConfigError(f"{path} would have mistakes", "; ".join(map(str, mistakes)))


def _write(file: Path, content: bytes, mode: int | None) -> None:
    if mode is None:
        write_whole(file, content)
        return
    write_whole(file, content, partial(os.open, mode=mode))
    file.chmod(mode)  # whatever the umask took away


def _not_written(path: Path, why: str) -> ConfigError:
    return ConfigError(f"{path} cannot be written ({why})", "change it by hand, as somebody who may, and start EdgeCoach again")
