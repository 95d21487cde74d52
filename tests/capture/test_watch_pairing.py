"""Which watch: remembered, forgotten, chosen by configuration; and what an advertisement promises."""

from pathlib import Path

import pytest

from edge.capture.choose import watch_sources
from edge.capture.watch.offered import promised
from edge.capture.watch.pairing import PairedWatch, address_of, forget, remember, remembered
from edge.capture.watch.radio import Seen
from edge.config_options import Watch
from edge.errors import InputError
from edge.state import Json, State

MINE = PairedWatch("C0:FF:EE:00:00:42", "InfiniTime")


def test_a_watch_is_remembered_until_it_is_forgotten(tmp_path: Path) -> None:
    state = State(tmp_path)
    assert remembered(state) is None
    remember(state, MINE)
    assert remembered(State(tmp_path)) == MINE
    forget(state)
    assert remembered(State(tmp_path)) is None


@pytest.mark.parametrize("value", [None, "C0:FF:EE:00:00:42", {"address": "hci0", "name": ""}, {"address": 7, "name": ""}, [], {}])
def test_what_is_no_watch_is_none(tmp_path: Path, value: Json) -> None:
    State(tmp_path).put("watch", value)
    assert remembered(State(tmp_path)) is None


def test_a_watch_is_a_source_unless_it_is_not_to_be_used(tmp_path: Path) -> None:
    assert [source.name for source in watch_sources(Watch(), State(tmp_path))] == ["watch"]
    assert watch_sources(Watch(use=False), State(tmp_path)) == []


@pytest.mark.parametrize("text", ["c0:ff:ee:00:00:42", "C0-FF-EE-00-00-42 "])
def test_an_address_as_people_type_it(text: str) -> None:
    assert address_of(text) == MINE.address


@pytest.mark.parametrize("text", ["", "InfiniTime", "C0:FF:EE:00:00", "C0:FF:EE:00:00:4G", "C0:FF:EE:00:00:42:00"])
def test_what_is_no_address_is_said(text: str) -> None:
    with pytest.raises(InputError, match="is no Bluetooth address"):
        address_of(text)


@pytest.mark.parametrize(
    ("name", "services", "offers"),
    [
        ("InfiniTime", [], ("heart rate", "motion")),
        ("Polar H10 A1B2C3D4", ["0000180d-0000-1000-8000-00805f9b34fb"], ("heart rate", "motion")),
        ("Polar Sense A1B2C3D4", [], ("heart rate", "motion")),
        ("Bangle.js 4f2a", ["6e400001-b5a3-f393-e0a9-e50e24dcca9e"], ("heart rate", "motion")),
        ("Forerunner 255", ["0000180d-0000-1000-8000-00805f9b34fb"], ("heart rate",)),
        ("BBC micro:bit", ["6e400001-b5a3-f393-e0a9-e50e24dcca9e"], ()),
        ("", [], ()),
    ],
)
def test_what_an_advertisement_promises(name: str, services: list[str], offers: tuple[str, ...]) -> None:
    assert promised(Seen("", name, -60, frozenset(services))) == offers
