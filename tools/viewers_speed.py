"""Made-up visits before 0, 1 and 20 browsers -> what the page costs the daemon, and whether viewers delay a cue.

The daemon is the live one at a camera's pace (30 Hz, with the body), over real sockets; browsers are another process. Timed for every
pose, not only for the few that cause a cue: until its cues are out, which is where the whole body begins to be worked out, and until all
of it is answered. Rounds alternate, so that whatever else the machine does meets all alike. Refuses to know: pictures, pose models and
real browsers.
How to use it:  tools/bench viewers [--rounds 3] [--seconds 30]
"""

import argparse
import asyncio
import contextlib
import json
import resource
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from edge.assembly import landmark_errors, shipped_rules
from edge.clock import Clock, SystemClock
from edge.daemon import Daemon
from edge.estimate.body.anthropometry import size_of
from edge.estimate.body.body_estimator import BodyEstimator
from edge.estimate.body.load import shares_now
from edge.estimate.estimator import Estimator
from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES
from edge.gauges import Health
from edge.judge.judge import Judge
from edge.messages import Array, BodyState, CoachText, Command, MotionState, Person, Sample, WornState
from edge.pipeline import Pipeline
from edge.respond.cues import Cues
from edge.respond.sentences import load, say
from edge.web.api import LivePage
from edge.web.desk import Desk
from edge.web.server import serving
from edge.web.services import Services
from tools.think_speed import visits

HZ = 30.0
WATCHERS = (0, 1, 20)
WARMING_S = 3.0
"""Before anything is counted: the pipeline's first thoughts load what they need."""


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench viewers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3, help="of 0, 1 and 20 browsers (default 3)")
    options.add_argument("--seconds", type=float, default=30.0, help="each (default 30)")
    options.add_argument("--watch", nargs=2, metavar=("BROWSERS", "PORT"), help=argparse.SUPPRESS)
    words = options.parse_args()
    if words.watch:
        print(asyncio.run(_watch_all(int(words.watch[0]), int(words.watch[1]))))
        return
    rounds = [[asyncio.run(_round(many, words.seconds)) for many in WATCHERS] for _ in range(words.rounds)]
    print(json.dumps({f"{many}_viewers": _together([row[at] for row in rounds]) for at, many in enumerate(WATCHERS)}, indent=2))


def _together(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cpu_percent_of_a_core": round(float(np.median([one["cpu"] for one in rounds])) * 100.0, 1),
        **_percentiles("pose_to_cue", [one["cues_s"] for one in rounds]),
        **_percentiles("pose_to_answer", [one["answers_s"] for one in rounds]),
        "poses": sum(len(one["cues_s"]) for one in rounds),
        "pictures_a_second_a_viewer": round(float(np.mean([one["shown_hz"] for one in rounds])), 1),
    }


def _percentiles(name: str, rounds: list[Array]) -> dict[str, Any]:
    together = np.concatenate(rounds) * 1000.0
    return {
        f"{name}_ms_p50": round(float(np.percentile(together, 50)), 2),
        f"{name}_ms_p95": round(float(np.percentile(together, 95)), 2),
        f"{name}_ms_p95_of_rounds": [round(float(np.percentile(one, 95)) * 1000.0, 2) for one in rounds],
    }


class TimedBody:
    """The body of a guest, and when each pose came to it: its cues are out then."""

    def __init__(self, clock: Clock, since: float) -> None:
        self._clock, self._since = clock, since
        self._body = BodyEstimator(size_of(Person()), corrected=True)
        self.seconds: list[float] = []

    def feed(self, state: MotionState, worn: Mapping[str, WornState]) -> BodyState | None:
        if state.t > self._since:
            self.seconds.append(self._clock.now() - state.t)
        return self._body.feed(state, worn)

    def carry(self, load_kg: float, exercise: str) -> None:
        self._body.carry(load_kg, exercise)

    def stand(self, t: float, knees: Mapping[str, float]) -> None:
        self._body.stand(t, knees)

    @property
    def stood_s(self) -> float | None:
        return self._body.stood_s


class Timed:
    """An onlooker that comes before the page: when each pose was answered."""

    def __init__(self, clock: Clock, since: float) -> None:
        self._clock, self._since = clock, since
        self.seconds: list[float] = []

    def look(self, state: MotionState | None) -> None:
        if state is not None and state.t > self._since:
            self.seconds.append(self._clock.now() - state.t)

    def hear(self, _: Command | CoachText) -> None:
        """Not asked for."""

    def health(self, _: Health) -> None:
        """Not asked for."""


async def _round(browsers: int, seconds: float) -> dict[str, Any]:
    clock = SystemClock()
    page = LivePage(partial(say, load("english")), now=clock.now, exercises=shipped_rules().all, shares=shares_now)
    since = clock.now() + WARMING_S
    timed, body = Timed(clock, since), TimedBody(clock, since)
    mind = Pipeline(Estimator(body, landmark_errors()), Judge(shipped_rules(), SIGNAL_NAMES, angular=ANGULAR), Cues())
    daemon = Daemon(mind, [_paced(clock, seconds)], clock=clock, keep=lambda _: None, outputs=[page], onlookers=[timed, page])
    async with serving(Services(page, Desk(clock), clock), 0) as address, _watching(browsers, address) as watched:
        before = _cpu_s()
        began = clock.now()
        await daemon.run()
        cpu = (_cpu_s() - before) / (clock.now() - began)
    shown = sum(watched) / browsers / seconds if browsers else 0.0
    return {"cpu": cpu, "answers_s": np.array(timed.seconds), "cues_s": np.array(body.seconds), "shown_hz": shown}


async def _paced(clock: Clock, seconds: float) -> AsyncGenerator[Sample, None]:
    """Poses at a camera's pace, each stamped with the moment it comes."""
    began = clock.now()
    for number, sample in enumerate(visits(seconds / 60.0)):
        await asyncio.sleep(max(began + number / HZ - clock.now(), 0.0))
        yield replace(sample, t=clock.now())


@contextlib.asynccontextmanager
async def _watching(browsers: int, address: str) -> AsyncIterator[list[int]]:
    """So many browsers of another process; afterwards, how many pictures each was shown."""
    shown: list[int] = []
    if not browsers:
        yield shown
        return
    port = address.rstrip("/").rpartition(":")[2]
    command = (sys.executable, "-m", "tools.viewers_speed", "--watch", str(browsers), port)
    program = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    assert program.stdout is not None
    assert program.stderr is not None
    await program.stderr.readline()
    yield shown
    program.terminate()
    shown += json.loads((await program.communicate())[0] or b"[]")


async def _watch_all(browsers: int, port: int) -> list[int]:
    """Until we are told to end -> pictures by browser."""
    shown = [0] * browsers
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(15, told.set)
    async with asyncio.TaskGroup() as tasks:
        watching = [tasks.create_task(_watch(port, number, shown)) for number in range(browsers)]
        await asyncio.sleep(1.0)
        print("watching", file=sys.stderr, flush=True)
        await told.wait()
        for task in watching:
            task.cancel()
    return shown


async def _watch(port: int, number: int, shown: list[int]) -> None:
    async with connect(f"ws://127.0.0.1:{port}/api/live", origin=f"http://127.0.0.1:{port}", proxy=None) as line:  # type: ignore[arg-type]
        with contextlib.suppress(ConnectionClosed):
            async for text in line:
                assert isinstance(text, str)
                shown[number] += text.count('"kind":"frame"')


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
