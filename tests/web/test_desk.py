"""What a browser may ask for."""

import asyncio

from edge.messages import Command
from edge.web.desk import MOST_WAITING, OFFERED, Desk
from edge.web.server import PAGE
from tests.scripted_daemon import FakeClock

ALIGN = '{"name": "align", "value": "start"}'


def test_wishes_wait_in_order_and_more_than_anybody_presses_are_not_taken() -> None:
    desk = Desk(FakeClock(3.0))
    assert [desk.take(ALIGN) for _ in range(MOST_WAITING + 1)] == [True] * MOST_WAITING + [False]

    async def read() -> list[object]:
        commands = desk.commands()
        return [await anext(commands) for _ in range(MOST_WAITING)]

    assert asyncio.run(read()) == [Command(3.0, "align", "start")] * MOST_WAITING


def test_what_the_page_does_not_offer_is_not_done() -> None:
    desk = Desk(FakeClock())
    assert not any(
        map(
            desk.take,
            ["", "null", "[]", '{"name": "align"}', '{"name": "align", "value": "stop"}', '{"name": ["align"], "value": "start"}'],
        )
    )


def test_the_page_has_a_button_for_all_that_is_offered() -> None:
    script = (PAGE / "live.js").read_text(encoding="utf-8")
    assert all(f'{{ name: "{name}", value: "{value}" }}' in script for name, value in OFFERED)
