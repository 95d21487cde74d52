"""People who come and go before one camera -> their sessions, one after another, each with a pipeline and a record of its own.

Refuses to know: devices, files, and what a pipeline thinks. A session begins when somebody says so, or by itself when somebody
comes; it ends when somebody says so, or when nobody has been there for a while, as far as the box can tell. Every sample belongs
to at most one session, so that each session replays by itself.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from edge.messages import Alignment, Command, Event, Hold, ImuSample, MotionState, Nobody, Pose, Rep, Sample, Tick

LEFT_S = 120.0
"""Nobody was there for so long: they have gone. A rest between sets is shorter, or in the picture, unless the configuration says more."""

GONE_S = 5.0
"""Who ended their session must have left the picture for so long before the next one begins by itself."""

BLIND_S = 5.0
"""No picture came for so long: the camera is away, and may stay away."""

GRAVITY, STIRRED = 9.81, 3.0
"""m/s2: a worn sensor's reading so far from rest is somebody's movement."""

STANDING = "cues."
"""Wishes that begin so hold until they are changed: each session is told them. Others hold for one session."""


class Mind(Protocol):
    """A Pipeline, built for one session."""

    @property
    def state(self) -> MotionState | None: ...
    @property
    def alignments(self) -> tuple[Alignment, ...]: ...
    @property
    def stood_s(self) -> float | None: ...

    def feed(self, sample: Sample) -> Iterator[Event]: ...

    def finish(self, t: float) -> Iterator[Event]: ...


class Record(Protocol):
    """Where a session is kept. `end`: whether it is worth keeping."""

    def write(self, message: Sample | Event) -> None: ...

    def end(self, worth: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a session is to be. person_id: empty for a guest. asked: somebody said so; it did not begin by itself. t: from when on."""

    person_id: str = ""
    asked: bool = False
    t: float = 0.0


@dataclass(slots=True)
class Sitting:
    """One session that is on. name: what the person wants to be called, empty for a guest. counted: something was done in it."""

    session_id: str
    wanted: Wanted
    mind: Mind
    record: Record
    name: str = ""
    counted: bool = False


Begin = Callable[[Wanted], Sitting]
Changed = Callable[[Sitting | None], None]


class Attendance:
    """The Mind of a daemon that outlives sessions. Each sample is first admitted; what that gives is kept and fed, one by one.

    changed: told the session that begins, and None when it ends. left_s: who was not there for so long has gone.
    """

    def __init__(self, begin: Begin, rest: Callable[[], Mind], changed: Changed = lambda _: None, left_s: float = LEFT_S) -> None:
        self._begin, self._rest, self._changed, self._left_s = begin, rest, changed, left_s
        self._resting = rest()
        self._told: dict[str, Command] = {}
        self._absent_since: float | None = None
        self._dismissed = False
        self._pictured = self._stirred = self._since = -math.inf
        self.sitting: Sitting | None = None

    @property
    def state(self) -> MotionState | None:
        return self._mind.state

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        return self._mind.alignments

    @property
    def stood_s(self) -> float | None:
        return self._mind.stood_s

    def open(self, wanted: Wanted) -> None:
        """Begin a session. Raises EdgeError or InputError where that cannot be, and then nothing has changed."""
        self.sitting = self._begin(wanted)
        self._absent_since, self._dismissed = None, False
        self._changed(self.sitting)

    def admit(self, sample: Sample) -> Iterator[Sample]:
        """What is to be kept and fed in its place: what ends the session before, what the new one has to be told, and itself, unless it is
        of before."""
        if isinstance(sample, Command):
            sample = self._plain(sample)
            yield from self._make_room(sample)
            self._remember(sample)
        elif self.sitting is None and not self._dismissed and self._somebody(sample):
            yield from self._opened(Wanted(t=sample.t))
        if not self._of_before(sample):
            yield sample

    def _of_before(self, sample: Sample) -> bool:
        """A picture or reading of before the newest session, answered late: it may show who was there then, and no session counts it."""
        return isinstance(sample, Pose | Nobody | ImuSample) and sample.t < self._since

    def keep(self, message: Sample | Event) -> None:
        """Write down what belongs to the session that is on."""
        if self.sitting:
            self.sitting.record.write(message)

    def feed(self, sample: Sample) -> Iterator[Event]:
        """The events this sample causes."""
        for event in self._mind.feed(sample):
            self._note(event)
            yield event
        self._watch_for_people(sample)
        if isinstance(sample, Command) and (sample.name, sample.value) == ("session", "stop"):
            self._dismissed, self._stirred = True, sample.t
            self.close(self._worth)
        elif isinstance(sample, Tick) and self._left(sample.t):
            yield from self.finish(sample.t)
            self.close(self._worth)

    def finish(self, t: float) -> Iterator[Event]:
        """What is open is closed, as a replay of the record will close it."""
        return self._mind.finish(t)

    def leave(self) -> None:
        """The box goes off: the session that is on ends."""
        self.close(self._worth)

    def close(self, worth: bool) -> None:
        """End the session that is on, if one is."""
        if self.sitting:
            ended, self.sitting = self.sitting, None
            self._resting = self._rest()
            ended.record.end(worth)
            self._changed(None)

    @property
    def _mind(self) -> Mind:
        return self.sitting.mind if self.sitting else self._resting

    @property
    def _worth(self) -> bool:
        """A passer-by who did nothing leaves nothing."""
        return self.sitting is not None and (self.sitting.wanted.asked or self.sitting.counted)

    def _plain(self, command: Command) -> Command:
        """What a button's toggle means now."""
        if (command.name, command.value) != ("session", "toggle"):
            return command
        return replace(command, value="stop" if self.sitting else "start")

    def _make_room(self, command: Command) -> Iterator[Sample]:
        """The session that a command asks for, after the end of the one before."""
        starts = (command.name, command.value) == ("session", "start")
        if command.name == "person":
            if self.sitting:
                yield Command(command.t, "session", "stop")
            yield from self._opened(Wanted(command.value, True, command.t))
        elif starts and self.sitting is None:
            yield from self._opened(Wanted("", True, command.t))

    def _opened(self, wanted: Wanted) -> Iterator[Sample]:
        self.open(wanted)
        self._since = wanted.t
        told = [replace(command, t=wanted.t) for command in self._told.values()]
        self._told = {name: command for name, command in self._told.items() if name.startswith(STANDING)}
        yield from told

    def _remember(self, command: Command) -> None:
        """What holds for later sessions too, and what was wished for the next one before it began, but for how somebody stood then."""
        if command.name.startswith(STANDING) or (self.sitting is None and command.name not in ("session", "person", "stand")):
            self._told[command.name] = command

    def _note(self, event: Event) -> None:
        if isinstance(event, Rep | Hold):
            self._absent_since = None  # a worn sensor counts in the dark
            if self.sitting:
                self.sitting.counted = True

    def _somebody(self, sample: Sample) -> bool:
        """Somebody is in the picture, or moves a worn sensor while there is no picture."""
        if isinstance(sample, ImuSample):
            return sample.t - self._pictured > BLIND_S and abs(math.hypot(*sample.accel) - GRAVITY) > STIRRED
        return isinstance(sample, Pose)

    def _watch_for_people(self, sample: Sample) -> None:
        """Nobody in the picture, or no picture at all: since when. What a worn sensor counts meanwhile shows that they are there."""
        if isinstance(sample, Pose):
            self._absent_since = None
        elif isinstance(sample, Nobody):
            self._absent_since = sample.t if self._absent_since is None else self._absent_since
            self._dismissed = self._dismissed and sample.t - self._absent_since < GONE_S
        elif isinstance(sample, Tick) and sample.t - self._pictured > BLIND_S:
            self._absent_since = sample.t if self._absent_since is None else self._absent_since
            self._dismissed = self._dismissed and sample.t - self._stirred < self._left_s
        elif isinstance(sample, ImuSample) and self._somebody(sample):
            self._stirred = sample.t
        if isinstance(sample, Pose | Nobody):
            self._pictured = sample.t

    def _left(self, t: float) -> bool:
        return self.sitting is not None and self._absent_since is not None and t - self._absent_since >= self._left_s
