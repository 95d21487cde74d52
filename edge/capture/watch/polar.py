"""Polar's measurement data service (H10, Verity Sense) -> ImuSample.

After Polar's online_measurement.pdf. Refuses to know: how its bytes are laid out, which polar_frame knows.
"""

import asyncio
from collections.abc import Iterator

from edge.capture.line_clock import LineClock
from edge.capture.watch import polar_frame as pmd
from edge.capture.watch.arrival import DRIFT
from edge.capture.watch.radio import Peer
from edge.capture.watch.stream import Malformed, motion
from edge.errors import DeviceFault
from edge.messages import ImuSample

CONTROL = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"

ANSWER_S = 3.0
MOST_ANSWERS = 16
"""More that nobody asked for are not kept."""
CREDIBLE = (0.5, 2.0)
"""Within this many times the promised period, the measured one is believed: a lost frame stretches it."""


class PolarMotion:
    """A Polar sensor's accelerometer, at the fastest rate that it offers: 200 Hz of an H10, 52 Hz of a Verity Sense."""

    name = "motion"
    characteristic = DATA
    advice = "take it out of its charger, put it on, and close Polar's own apps"

    def __init__(self) -> None:
        self.unused = 0
        self._answers: asyncio.Queue[bytes] = asyncio.Queue(MOST_ANSWERS)
        self._clock = LineClock(DRIFT)
        self._factor, self._period_s = 1.0, 1.0 / 52.0
        self._last_s: float | None = None

    async def start(self, peer: Peer) -> None:
        """Raises DeviceFault where it refuses or does not answer."""
        await peer.listen(CONTROL, self._hear)
        offered = dict((await self._ask(peer, pmd.ask_settings())).settings)
        request = pmd.ask_start(offered)
        begun = await self._ask(peer, request, tolerated=pmd.ALREADY_STARTED)
        if begun.error == pmd.ALREADY_STARTED:  # somebody was cut off before saying stop; with which settings is unknown
            await self._ask(peer, pmd.ask_stop())
            begun = await self._ask(peer, request)
        self._factor = begun.settings.get(pmd.FACTOR, (1.0,))[0]
        self._period_s = 1.0 / max((*offered.get(pmd.RATE, ()), 1.0))

    async def stop(self, peer: Peer) -> None:
        await peer.write(CONTROL, pmd.ask_stop())

    def _hear(self, packet: bytes) -> None:
        if not self._answers.full():
            self._answers.put_nowait(packet)

    async def _ask(self, peer: Peer, request: bytes, tolerated: int = 0) -> pmd.Answer:
        while not self._answers.empty():
            self._answers.get_nowait()
        await peer.write(CONTROL, request)
        try:
            async with asyncio.timeout(ANSWER_S):
                answer = await self._answer_to(request)
        except TimeoutError:
            raise DeviceFault("the Polar sensor does not answer", self.advice) from None
        if answer.error not in (0, tolerated):
            raise DeviceFault(f"the Polar sensor refuses to send motion ({answer.words})", self.advice)
        return answer

    async def _answer_to(self, request: bytes) -> pmd.Answer:
        while True:
            try:
                answer = pmd.parse_answer(await self._answers.get())
            except Malformed:
                continue
            if (answer.command, answer.measurement) == (request[0], request[1]):
                return answer

    def feed(self, packet: bytes, t: float) -> Iterator[ImuSample]:
        frame = pmd.parse_frame(packet, self._factor)
        period_s = self._period(frame)
        newest = self._clock.feed(frame.watch_s, t)
        for back, reading in zip(range(len(frame.readings) - 1, -1, -1), frame.readings, strict=True):
            x, y, z = reading
            yield motion(newest - back * period_s, x, y, z)

    def _period(self, frame: pmd.Frame) -> float:
        """Between readings, s: since the frame before, for the crystal decides and not the name of the rate."""
        last, self._last_s = self._last_s, frame.watch_s
        if last is None:
            return self._period_s
        measured = (frame.watch_s - last) / len(frame.readings)
        shortest, longest = (share * self._period_s for share in CREDIBLE)
        return measured if shortest < measured < longest else self._period_s
