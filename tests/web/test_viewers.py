"""A slow browser loses old news and old pictures, and nothing waits for it."""

import asyncio

from edge.web.viewers import NEWS, Viewers


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
