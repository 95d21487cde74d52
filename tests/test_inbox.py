"""Newest wins for frames; nothing else is ever lost."""

import asyncio
from collections.abc import Awaitable, Callable

from edge.inbox import Inbox
from edge.messages import HeartRate, ImuSample, Nobody, Sample, Tick


def bar(t: float) -> ImuSample:
    return ImuSample(t, "bar", (0.0, 0.0, 9.8), (0.0, 0.0, 0.0))


def scenario(story: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await story()

    asyncio.run(bounded())


async def empty(inbox: Inbox) -> list[Sample]:
    return [(await inbox.get()).sample for _ in range(len(inbox))]


def test_samples_leave_in_the_order_in_which_they_came() -> None:
    async def story() -> None:
        inbox = Inbox()
        samples: list[Sample] = [Nobody(1.0, 1), bar(0.5), Tick(2.0), HeartRate(0.1, 60.0)]
        for sample in samples:
            await inbox.put(sample, 0.0)
        assert await empty(inbox) == samples

    scenario(story)


def test_a_sample_keeps_the_time_at_which_it_came() -> None:
    async def story() -> None:
        inbox = Inbox()
        await inbox.put(bar(0.5), 7.0)
        assert await inbox.get() == (bar(0.5), 7.0)

    scenario(story)


def test_a_newer_frame_replaces_the_oldest_and_leaves_the_rest() -> None:
    async def story() -> None:
        inbox = Inbox(frames=2)
        for sample in (bar(0.0), Nobody(1.0, 1), bar(1.1), Nobody(2.0, 2), Nobody(3.0, 3)):
            await inbox.put(sample, 0.0)
        assert await empty(inbox) == [bar(0.0), bar(1.1), Nobody(2.0, 2), Nobody(3.0, 3)]
        assert inbox.lost_frames == 1

    scenario(story)


def test_other_samples_wait_for_room_and_none_is_lost() -> None:
    async def story() -> None:
        inbox = Inbox(others=3)
        got: list[float] = []

        async def fill() -> None:
            for t in range(50):
                await inbox.put(bar(float(t)), 0.0)

        filling = asyncio.create_task(fill())
        while len(got) < 50:
            got.append((await inbox.get()).sample.t)
            assert len(inbox) <= 3
        await filling
        assert got == [float(t) for t in range(50)]

    scenario(story)


def test_frames_pass_a_line_full_of_others() -> None:
    async def story() -> None:
        inbox = Inbox(others=1)
        await inbox.put(bar(0.0), 0.0)
        await inbox.put(Nobody(1.0, 1), 0.0)
        assert len(inbox) == 2

    scenario(story)
