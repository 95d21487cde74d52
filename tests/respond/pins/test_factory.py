"""Our pins beside gpiozero's own: what its devices ask for is there; what is missing is one sentence."""

import builtins
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gpiozero
import pytest

from edge.clock import SystemClock
from edge.errors import DeviceMissing
from edge.respond.pins import factory, trouble
from edge.respond.pins.factory import ChipFactory, open_factory
from edge.respond.pins.pin import ChipPin
from edge.respond.pins.simulate import SimulatedChips

RULES = Path(__file__).parents[3] / "deploy" / "udev" / "60-edgecoach.rules"


def chip_factory() -> ChipFactory:
    return ChipFactory(SimulatedChips(SystemClock(), names={5: "GPIO5"}), None, "test", SystemClock())


def public(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def test_a_pin_has_all_that_gpiozeros_have() -> None:
    with chip_factory() as made:
        assert public(gpiozero.Pin) - public(made.pin("GPIO5")) == set()


def test_a_factory_has_all_that_devices_of_one_pin_use() -> None:
    not_for_one_pin = {"board_info", "pi_info", "release_all", "spi"}
    assert public(gpiozero.Factory) - public(ChipFactory) == not_for_one_pin


def test_one_pin_has_one_object_whatever_it_is_called() -> None:
    with chip_factory() as made:
        assert made.pin("GPIO5") is made.pin("gpiochip0:5")


def test_gpiozeros_own_factory_is_left_alone() -> None:
    with chip_factory() as made, gpiozero.LED("GPIO5", pin_factory=made) as led:
        led.on()
        assert gpiozero.Device.pin_factory is None


@pytest.mark.parametrize(("open_it", "package"), [(lambda: open_factory("test", SystemClock()), "gpiod"), (factory.gpiozero, "gpiozero")])
def test_a_package_that_is_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch, open_it: Callable[[], Any], package: str) -> None:
    real = builtins.__import__

    def importing(name: str, *rest: Any) -> Any:
        if name.split(".", maxsplit=1)[0] == package or name.endswith("lines_v2"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", importing)
    with pytest.raises(DeviceMissing, match=rf"the Python package {package} is not installed: .*tools/setup"):
        open_it()


def test_the_advice_and_the_udev_rules_name_the_same_group() -> None:
    rules = dict(re.findall(r'^SUBSYSTEM=="([\w-]+)".*GROUP="(\w+)", MODE="0660"$', RULES.read_text(), re.MULTILINE))
    assert rules == {"gpio": "gpio", "i2c-dev": "i2c"}
    assert f"group {rules['gpio']}" in trouble.PERMISSION
    assert RULES.name in trouble.PERMISSION


def test_a_pin_is_known_by_its_place() -> None:
    with chip_factory() as made:
        pin = made.pin("GPIO5")
        assert isinstance(pin, ChipPin)
        assert repr(pin) == pin.info.name == "GPIO5"
