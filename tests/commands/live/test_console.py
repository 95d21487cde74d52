"""A terminal that goes away: said once, and the visit goes on."""

import io
import logging
import os
from pathlib import Path

import pytest

from edge.commands.live.console import Onlooked


def test_nothing_is_printed_to_who_does_not_read_and_nothing_ends_over_it(caplog: pytest.LogCaptureFixture) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as nobody, caplog.at_level(logging.WARNING):
        console = Onlooked(file=nobody)
        for n in range(3):
            console.print(f"line {n}")
    assert [record.getMessage() for record in caplog.records] == [
        "nothing is printed from here on (nobody reads it any more): the visit goes on"
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_nor_over_a_disk_without_room(caplog: pytest.LogCaptureFixture) -> None:
    with open("/dev/full", "w") as full, caplog.at_level(logging.WARNING):
        console = Onlooked(file=full)
        console.print("line")
        console.print("another")
    assert [record.getMessage() for record in caplog.records] == [
        "nothing is printed from here on (No space left on device): the visit goes on"
    ]


def test_what_is_read_is_printed() -> None:
    out = io.StringIO()
    Onlooked(file=out).print("8 good")
    assert out.getvalue() == "8 good\n"
