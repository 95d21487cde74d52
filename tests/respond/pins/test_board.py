"""A number, a name or a line of a chip -> the same line that the board's maker means; anything else -> one sentence with the nearest."""

from pathlib import Path

import pytest

from edge.clock import SystemClock
from edge.errors import DeviceMissing
from edge.respond.pins.board import Board, boards, find, read_board
from edge.respond.pins.simulate import SimulatedChips

NANO, ORIN, PI = boards()["nvidia,p3450-0000"], boards()["nvidia,p3768-0000+p3767-0005-super"], boards()["raspberrypi,5-model-b"]


def chips(label: str, names: dict[int, str] | None = None) -> SimulatedChips:
    return SimulatedChips(SystemClock(), label, lines=300, names=names)


@pytest.mark.parametrize(
    ("board", "label", "pin", "offset"),
    [
        # Jetson.GPIO 2.1.13, gpio_pin_data.py; GPIO13 and pin 33 are the same on every board, GPIO12 is not
        (NANO, "tegra-gpio", 33, 38),
        (NANO, "tegra-gpio", "GPIO13", 38),
        (NANO, "tegra-gpio", "GPIO12", 194),
        (NANO, "tegra-gpio", "GPIO09", 216),
        (NANO, "tegra-gpio", "UART1_RTS", 50),
        (ORIN, "tegra234-gpio", 33, 43),
        (ORIN, "tegra234-gpio", "GPIO13", 43),
        (ORIN, "tegra234-gpio", 7, 144),
        (PI, "pinctrl-rp1", 33, 13),
        (PI, "pinctrl-bcm2711", "GPIO13", 13),
        (PI, "pinctrl-bcm2711", "gpio12", 12),
        (PI, "pinctrl-rp1", "33", 13),
        (PI, "pinctrl-rp1", 40, 21),
    ],
)
def test_a_pin_is_the_line_that_the_board_says(board: Board, label: str, pin: int | str, offset: int) -> None:
    place = find(pin, board, chips(label))
    assert (place.chip.label, place.offset) == (label, offset)


def test_a_line_is_found_by_its_own_name_on_a_machine_without_a_header() -> None:
    place = find("GPIO13", None, chips("gpio-sim", {5: "LED", 7: "GPIO13"}))
    assert place.offset == 7
    assert str(place) == "GPIO13: line 7 of gpio-sim (/dev/gpiochip0)"


def test_a_line_without_a_name_is_found_by_its_number() -> None:
    assert find("gpiochip0:42", None, chips("expander")).offset == 42


def test_a_place_says_where_it_is() -> None:
    assert str(find(33, NANO, chips("tegra-gpio"))) == "pin 33 (GPIO13): line 38 of tegra-gpio (/dev/gpiochip0)"


@pytest.mark.parametrize(
    ("board", "label", "pin", "says"),
    [
        (NANO, "tegra-gpio", 6, "pin 6 of the Jetson Nano is ground: the nearest that can be used are 7, 11, 12"),
        (NANO, "tegra-gpio", 2, "pin 2 of the Jetson Nano is 5 V: the nearest that can be used are 7, 11, 12"),
        (PI, "pinctrl-rp1", 3, "pin 3 of the Raspberry Pi is data of the I2C bus: the nearest that can be used are 7, 8, 10"),
        (NANO, "tegra-gpio", 8, "pin 8 of the Jetson Nano is not a GPIO pin: the nearest that can be used are 7, 11, 12"),
        (PI, "pinctrl-rp1", 41, "pin 41 of the Raspberry Pi is not a GPIO pin: the nearest that can be used are 37, 38, 40"),
        (NANO, "tegra-gpio", "GPIO14", "there is no pin 'GPIO14' on this Jetson Nano: the nearest are GPIO1"),
        (None, "gpio-sim", 33, "there is no pin 33: this machine has no 40-pin header that EdgeCoach knows: name the line itself"),
        (None, "gpio-sim", "GPIO", "there is no pin 'GPIO' on this machine: the nearest are GPIO5"),
        (None, "gpio-sim", "gpiochip0:300", "gpiochip0 has no line 300: its lines are 0 to 299"),
        (None, "gpio-sim", "gpiochip9:1", "there is no gpiochip9: there is gpiochip0"),
        (NANO, "max77620-gpio", 33, "the Jetson Nano shows no GPIO chip tegra-gpio: see `gpiodetect`"),
    ],
)
def test_a_pin_that_is_none_is_one_sentence_with_the_nearest(board: Board | None, label: str, pin: int | str, says: str) -> None:
    with pytest.raises(DeviceMissing) as caught:
        find(pin, board, chips(label, {5: "GPIO5"} if board is None else None))
    assert str(caught.value).startswith(says)


def test_the_board_is_read_from_the_device_tree(tmp_path: Path) -> None:
    (tmp_path / "compatible").write_bytes(b"nvidia,p3450-0000\0nvidia,jetson-nano\0nvidia,tegra210\0")
    assert read_board(tmp_path) is NANO
    (tmp_path / "compatible").write_bytes(b"raspberrypi,4-model-b\0brcm,bcm2711\0")
    assert read_board(tmp_path) is PI
    (tmp_path / "compatible").write_bytes(b"acme,\xff\0")
    assert read_board(tmp_path) is None
    assert read_board(tmp_path / "nowhere") is None


@pytest.mark.parametrize("board", [NANO, ORIN, PI], ids=lambda board: board.name)
def test_the_tables_are_whole(board: Board) -> None:
    """Every pin of the header has one use, every line one pin, every name one pin."""
    assert set(board.lines).isdisjoint(board.fixed)
    assert set(board.lines) | set(board.fixed) <= set(range(1, 41))
    assert {7, 11, 12, 13, 15, 16, 18, 22, 29, 31, 32, 33, 35, 36, 37, 38, 40} <= set(board.lines)
    assert len(set(board.lines.values())) == len(board.lines)
    assert len(set(board.names.values())) == len(board.names)
