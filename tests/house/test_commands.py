"""Every command explains itself by an example, and says what it does as an order."""

from collections.abc import Iterator
from typing import Any

import pytest
import typer

from edge.application import build

NO_ORDERS = frozenset({"A", "An", "The", "What", "Who", "How"})


def commands() -> Iterator[tuple[str, Any]]:
    """`config check` and its command, for every command and every group of them."""
    yield from _below("", typer.main.get_command(build()))


def _below(path: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield path.strip(), command
    for name, child in getattr(command, "commands", {}).items():
        yield from _below(f"{path} {name}", child)


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else "")
def test_help_holds_an_example(path: str, command: Any) -> None:
    assert f"edgecoach {path}".strip() in f"{command.help} {command.epilog}"


@pytest.mark.parametrize(
    ("path", "command"), [pair for pair in commands() if pair[0]], ids=lambda value: value if isinstance(value, str) else ""
)
def test_help_begins_with_an_order(path: str, command: Any) -> None:
    """`Play a clip`, not `Plays a clip` or `A clip`: in the list of commands they stand below each other."""
    first = command.help.split()[0].strip(",:")
    assert first not in NO_ORDERS
    assert first[0].isupper()
    assert not first.endswith("s") or first.endswith("ss")


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=lambda value: value if isinstance(value, str) else "")
def test_what_may_be_left_out_is_bracketed_once(path: str, command: Any) -> None:
    """typer does it by itself."""
    assert [one.name for one in command.params if (one.metavar or "").startswith("[")] == []
