"""Every command explains itself by an example."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
import typer

import edge.commands
from edge.__main__ import build


def commands() -> Iterator[tuple[str, Any]]:
    """`config check` and its command, for every command there is."""
    yield from _below("", typer.main.get_command(build()))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path.strip(), command
        return
    for name, child in inner.items():
        yield from _below(f"{path} {name}", child)


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else "")
def test_help_holds_an_example(path: str, command: Any) -> None:
    assert f"edgecoach {path}" in f"{command.help} {command.epilog}"


def test_every_command_module_joins_in() -> None:
    found = [module.name for module in pkgutil.iter_modules(edge.commands.__path__) if not module.ispkg]
    assert [name for name in found if not hasattr(importlib.import_module(f"edge.commands.{name}"), "register")] == []
