"""A slow browser loses old news and old pictures, and nothing waits for it."""

import asyncio
from contextlib import ExitStack

from edge.web.viewers import NEWS, Viewer, Viewers


def test_newest_replaces_what_waited() -> None:
    viewers = Viewers()
    with viewers.join() as viewer:
        for number in range(1000):
            viewers.replace("frame", str(number))
        assert asyncio.run(viewer.take()) == ["999"]


def test_news_come_in_order_and_the_oldest_are_dropped() -> None:
    viewers = Viewers()
    with viewers.join() as viewer:
        for number in range(NEWS + 10):
            viewers.append(str(number))
        viewers.replace("board", "b")
        assert asyncio.run(viewer.take()) == [*(str(number) for number in range(10, NEWS + 10)), "b"]


def test_take_waits_for_something() -> None:
    async def scenario() -> list[str]:
        viewers = Viewers()
        with viewers.join() as viewer:
            taking = asyncio.create_task(viewer.take())
            await asyncio.sleep(0)
            assert not taking.done()
            viewers.append("news")
            return await taking

    assert asyncio.run(scenario()) == ["news"]


def test_a_viewer_who_left_is_forgotten() -> None:
    viewers = Viewers()
    with viewers.join():
        assert len(viewers) == 1
    viewers.append("nobody hears this")
    assert len(viewers) == 0


def test_what_comes_meanwhile_does_not_wait_until_all_are_served() -> None:
    async def scenario() -> tuple[int, int]:
        viewers, served = Viewers(), list[str]()

        async def show(viewer: Viewer) -> None:
            served.extend(await viewer.take())

        with ExitStack() as stack:
            showing = [asyncio.create_task(show(stack.enter_context(viewers.join()))) for _ in range(20)]
            await asyncio.sleep(0)
            viewers.replace("frame", "picture")
            for _ in range(3):  # as a sample does on its way from its socket to the pipeline
                await asyncio.sleep(0)
            soon = len(served)
            await asyncio.gather(*showing)
            return soon, len(served)

    soon, in_the_end = asyncio.run(scenario())
    assert soon <= 3
    assert in_the_end == 20


def test_who_left_before_their_turn_keeps_nobody_waiting() -> None:
    async def scenario() -> list[str]:
        viewers = Viewers()
        with viewers.join() as gone, viewers.join() as here:
            leaving, taking = asyncio.create_task(gone.take()), asyncio.create_task(here.take())
            await asyncio.sleep(0)
            viewers.append("news")
            leaving.cancel()
            return await taking

    assert asyncio.run(scenario()) == ["news"]


def test_what_came_while_a_browser_was_told_something_else_is_told_next() -> None:
    async def scenario() -> tuple[list[str], list[str]]:
        viewers = Viewers()
        with viewers.join() as viewer:
            viewers.append("first")
            first = await viewer.take()
            viewers.append("second")
            return first, await viewer.take()

    assert asyncio.run(scenario()) == (["first"], ["second"])
