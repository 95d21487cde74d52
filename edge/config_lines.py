"""TOML text -> its values, the line of every option, and every mistake in its syntax.

Refuses to know: which options exist. tomllib gives neither lines nor a second mistake after the first, so the text is read
statement by statement, and a statement that cannot be read is left out.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Path: TypeAlias = tuple[str, ...]
Values: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mistake:
    """line: in the file, from 1; None where the file as a whole is meant. option: dotted, empty where there is none."""

    line: int | None
    option: str
    message: str

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


@dataclass(slots=True)
class Reading:
    """values: as tomllib would give them. lines: option or section -> where it is written."""

    values: Values = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line_of(self, path: Path) -> int | None:
        """The line of an option; else the first in it (`port.x` for port), else that of the nearest thing around it."""
        within = [line for written, line in self.lines.items() if written[: len(path)] == path]
        if path and within:
            return min(within)
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)

    def value_of(self, path: Path) -> Any:
        """An option's value; None where it is not written."""
        value: Any = self.values
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    def put(self, path: Path, value: Any, line: int) -> None:
        """One option's value, or {} to open a section; what is written twice is a mistake."""
        if path in self.lines:
            self._wrong(line, path, f"{'.'.join(path)} is written twice, first on line {self.lines[path]}")
            return
        self.lines[path] = line
        inner = self.values
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
            if not isinstance(inner, dict):
                self._wrong(line, path, f"{name} is a value and cannot hold {path[-1]}")
                return
        inner.setdefault(path[-1], value)

    def _wrong(self, line: int, path: Path, message: str) -> None:
        self.mistakes.append(Mistake(line, ".".join(path), message))


@dataclass(frozen=True, slots=True)
class _Statement:
    line: int
    text: str
    values: Values
    problem: str = ""

    @property
    def opens_section(self) -> bool:
        return self.text.lstrip().startswith("[")


def read_lines(text: str) -> Reading:
    """The whole text, whatever is wrong with it. What stands under a section line that cannot be read is passed over."""
    reading = Reading()
    section: Path | None = ()
    for statement in _statements(text):
        if statement.problem:
            reading.mistakes.append(Mistake(statement.line, "", f"this is not TOML: {statement.problem}"))
        if statement.opens_section:
            section = _open(statement, reading)
        elif section is not None:
            for path, value in _leaves(statement.values):
                reading.put(section + path, value, statement.line)
    return reading


def _open(statement: _Statement, reading: Reading) -> Path | None:
    """The section that `[section]` opens; None where it cannot be read, or is a list of sections, which no option is."""
    for path, value in _leaves(statement.values):
        reading.put(path, value, statement.line)
        return path if value == {} else None
    return None


def _statements(text: str) -> Iterator[_Statement]:
    """One statement at a time; one that opens a bracket or a long string takes the lines that it needs."""
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        statement = _statement(lines, at)
        if statement.values or statement.problem:
            yield statement
        at += statement.text.count("\n") + 1


def _statement(lines: list[str], at: int) -> _Statement:
    """The one that begins at a line. What cannot be read ends before the next line that can be."""
    first = _read(lines[at : at + 1], at)
    if not (first.problem and _may_go_on(lines[at])):
        return first
    for end in range(at + 2, len(lines) + 1):
        longer = _read(lines[at:end], at)
        if not longer.problem:
            return longer
    end = next((end for end in range(at + 1, len(lines)) if not _read(lines[end : end + 1], end).problem), len(lines))
    return _Statement(at + 1, "\n".join(lines[at:end]), {}, "what is opened in this line is not closed, or wrong inside")


def _read(lines: list[str], at: int) -> _Statement:
    text = "\n".join(lines)
    try:
        return _Statement(at + 1, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        return _Statement(at + 1, text, {}, _plain(str(error)))


def _may_go_on(line: str) -> bool:
    return "=" in line and bool(re.search(r"\[|\{|\"\"\"|'''", line.split("=", 1)[1]))


def _plain(problem: str) -> str:
    """tomllib's words without its own line number, which counts within the statement."""
    words = re.sub(r" \(at .*\)$", "", problem)
    return words[:1].lower() + words[1:]


def _leaves(values: Values, prefix: Path = ()) -> Iterator[tuple[Path, Any]]:
    for key, value in values.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*prefix, key))
        else:
            yield (*prefix, key), value
