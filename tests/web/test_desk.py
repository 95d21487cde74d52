"""What a browser may ask for."""

import asyncio

import pytest

from edge.errors import InputError
from edge.messages import Command
from edge.web.desk import MOST_WAITING, Desk
from tests.scripted_daemon import FakeClock


def read(desk: Desk, many: int) -> list[object]:
    async def reading() -> list[object]:
        commands = desk.commands()
        return [await anext(commands) for _ in range(many)]

    return asyncio.run(reading())


def test_wishes_wait_in_order_and_more_than_anybody_presses_are_not_taken() -> None:
    desk = Desk(FakeClock(3.0))
    for _ in range(MOST_WAITING):
        desk.take("align", "start")
    with pytest.raises(InputError, match="too much"):
        desk.take("align", "start")
    assert read(desk, MOST_WAITING) == [Command(3.0, "align", "start")] * MOST_WAITING


@pytest.mark.parametrize(
    ("name", "value", "command"),
    [
        ("session", "start", ("session", "start")),
        ("person", "", ("person", "")),
        ("person", "p7", ("person", "p7")),
        ("exercise", "squat", ("exercise", "squat")),
        ("exercise", "auto", ("exercise", "auto")),
        ("load_kg", "42.50", ("load_kg", "42.5")),
        ("voice", "off", ("cues.voice", "0")),
        ("haptics", "on", ("cues.haptics", "1")),
        ("count_aloud", "on", ("cues.count_aloud", "on")),
        ("recording", "off", ("recording", "off")),
        ("stand", "5.0 -2.5", ("stand", "5 -2.5")),
    ],
)
def test_a_wish_becomes_a_command_in_the_words_of_the_rooms(name: str, value: str, command: tuple[str, str]) -> None:
    desk = Desk(FakeClock(1.0), ["squat"])
    desk.take(name, value)
    assert read(desk, 1) == [Command(1.0, *command)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("", ""), ("align", "stop"), ("cues.voice", "0"), ("session", "toggle"), ("exercise", "flying"), ("load_kg", "nan"),
        ("load_kg", "-1"), ("load_kg", "heavy"), ("person", "x" * 65), ("voice", "0.5"),
        ("stand", ""), ("stand", "5"), ("stand", "5 nan"), ("stand", "5 41"), ("stand", "-16 0"), ("stand", "5 5 5"),
    ],
)  # fmt: skip
def test_what_the_page_does_not_offer_is_said_and_not_done(name: str, value: str) -> None:
    desk = Desk(FakeClock(), ["squat"])
    with pytest.raises(InputError):
        desk.take(name, value)
