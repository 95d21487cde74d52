"""What a technician wrote (33, "GPIO13") and the board's own name -> one line of one chip.

The tables are in headers.toml. Refuses to know: how a line is driven, and what hangs on it.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from edge.config_options import Pin
from edge.errors import DeviceMissing
from edge.respond.pins.lines import Chip, Chips

HEADERS = Path(__file__).with_name("headers.toml")
DEVICE_TREE = Path("/proc/device-tree")

BY_CHIP = re.compile(r"(gpiochip\d+):(\d+)")
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Board:
    """A board with a 40-pin header. names, lines: by the pin's number. fixed: pins that are no GPIO, and what they are.

    pulls: whether Linux can switch the pull-up of a pin.
    """

    name: str
    chips: tuple[str, ...]
    pulls: bool
    names: Mapping[int, str]
    lines: Mapping[int, int]
    fixed: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pin is: a line of a chip. pin: as a person knows it, such as `pin 33 (GPIO13)`."""

    pin: str
    chip: Chip
    offset: int

    def __str__(self) -> str:
        return f"{self.pin}: line {self.offset} of {self.chip.label} ({self.chip.path})"


@cache
def boards() -> Mapping[str, Board]:
    """Every board that is known, by each of its names in a device tree."""
    table = tomllib.loads(HEADERS.read_text(encoding="utf-8"))
    fixed = {int(number): use for number, use in table.pop("fixed").items()}
    return {name: board for entry in table.values() for board in [_board(entry, fixed)] for name in entry["compatible"]}


def _board(entry: Mapping[str, Any], fixed: Mapping[int, str]) -> Board:
    pins = {int(number): (name, line) for number, (name, line) in entry["pins"].items()}
    return Board(
        entry["name"],
        tuple(entry["chips"]),
        entry["pulls"],
        {number: name for number, (name, _) in pins.items()},
        {number: line for number, (_, line) in pins.items()},
        fixed,
    )


def read_board(device_tree: Path = DEVICE_TREE) -> Board | None:
    """The board that this is; None where it is none of the known ones, such as a laptop."""
    try:
        compatible = (device_tree / "compatible").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return None
    return next((boards()[name] for name in compatible if name in boards()), None)


def find(pin: Pin, board: Board | None, chips: Chips) -> Place:
    """The line of a pin: a number of the header, a name in the board's pin-out, a line's own name, or `gpiochip0:5`.

    Raises DeviceMissing, with the nearest that there is, and OSError where a chip cannot be asked.
    """
    written = str(pin).strip()
    if written.isdecimal():
        return _on_header(int(written), board, chips)
    if by_chip := BY_CHIP.fullmatch(written):
        return _on_chip(by_chip[1], int(by_chip[2]), chips)
    if board and (number := _numbers(board).get(_plain(written))):
        return _on_header(number, board, chips)
    return _by_own_name(written, board, chips)


def _on_header(number: int, board: Board | None, chips: Chips) -> Place:
    if board is None:
        advice = 'name the line itself, such as "GPIO13" or "gpiochip0:5" (`gpioinfo` lists them)'
        raise DeviceMissing(f"there is no pin {number}: this machine has no 40-pin header that EdgeCoach knows", advice)
    if number not in board.lines:
        raise _no_gpio(number, board)
    chip = _labelled(board, chips)
    return Place(f"pin {number} ({board.names[number]})", chip, board.lines[number])


def _no_gpio(number: int, board: Board) -> DeviceMissing:
    near = sorted(board.lines, key=lambda other: (abs(other - number), other))[:NEAREST]
    advice = f"the nearest that can be used are {_listed(sorted(near))}"
    if number in board.fixed:
        return DeviceMissing(f"pin {number} of the {board.name} is {board.fixed[number]}", advice)
    return DeviceMissing(f"pin {number} of the {board.name} is not a GPIO pin", advice)


def _labelled(board: Board, chips: Chips) -> Chip:
    for chip in map(chips.chip, chips.paths()):
        if chip.label in board.chips:
            return chip
    raise DeviceMissing(f"the {board.name} shows no GPIO chip {_listed(board.chips)}", "see `gpiodetect`, and dmesg for its driver")


def _on_chip(name: str, offset: int, chips: Chips) -> Place:
    paths = {Path(path).name: path for path in chips.paths()}
    if name not in paths:
        raise DeviceMissing(f"there is no {name}", f"there is {_listed(sorted(paths))}")
    chip = chips.chip(paths[name])
    if offset >= chip.lines:
        raise DeviceMissing(f"{name} has no line {offset}", f"its lines are 0 to {chip.lines - 1}")
    return Place(f"{name}:{offset}", chip, offset)


def _by_own_name(name: str, board: Board | None, chips: Chips) -> Place:
    known: list[str] = list(board.names.values()) if board else []
    for chip, offset, own in _named_lines(chips):
        if own == name:
            return Place(name, chip, offset)
        known.append(own)
    where = board.name if board else "machine"
    near = get_close_matches(name, known, NEAREST, cutoff=0.5) or sorted(set(known))[:NEAREST]
    advice = f"the nearest are {_listed(near)}" if near else "`gpioinfo` lists the lines that there are"
    raise DeviceMissing(f"there is no pin {name!r} on this {where}", advice)


def _named_lines(chips: Chips) -> Iterator[tuple[Chip, int, str]]:
    for chip in map(chips.chip, chips.paths()):
        yield from ((chip, offset, name) for offset, name in enumerate(chips.names(chip.path)) if name)


def _numbers(board: Board) -> dict[str, int]:
    return {_plain(name): number for number, name in board.names.items()}


def _plain(name: str) -> str:
    """GPIO9, gpio09 and GPIO_9 are the same pin."""
    return re.sub(r"(?<=\D)0+(?=\d)", "", name.upper().replace("_", ""))


def _listed(names: Sequence[object] | Iterable[object]) -> str:
    return ", ".join(map(str, names))
