"""One worn sensor beside what the camera sees -> its place on the camera's time line, its side, its heading.

Rarely: a window of movement is looked at as a whole every few seconds. Refuses to know: exercises, devices, clocks.
"""

import math

from edge.estimate.shared_motion import BAR, BOTH_ENDS, HANDS, PLACES_SEEN, Felt, Seen, grid_of, limb_of
from edge.estimate.sidedness import Sidedness
from edge.estimate.taps import tap_lag
from edge.estimate.timeline import HZ, Follower, Match, Pair
from edge.messages import Alignment, Side, WornState

BLOCK_S, LOOK_S, GLANCE_S = 10.0, 1.0, 4.0
"""Lag and heading are measured once in every block; which side it is, at every look, in the newest glance."""
REACH_S, LEAST_REACH_S = 0.6, 0.12
"""No sensor is further off the camera's time line; and so far off what is known it is looked for at least."""
OFFSET_DRIFT, OFFSET_EVEN_S = 1e-6, 0.015
"""Crystals and links drift some ms a minute: s2 a second; and what every block of a visit may err by alike, s."""
HEADING_DRIFT, HEADING_EVEN = 1e-4, math.radians(13.0)
"""Without a magnetometer the heading wanders by some degrees a minute: rad2 a second; and rad."""
ABSENT_S = 5.0
"""A sensor that comes back after so long may have begun its time anew."""
CERTAIN_S = 0.04
"""An offset is applied once it is known this well."""
CATCH_UP = 0.25
"""It is applied by and by: time runs this much faster or slower meanwhile, and never backwards."""
GUIDED_S, GUIDED_LEAST_S, GUIDED_SD_S = 20.0, 4.0, 0.03
LEAST_TURNING, LEAST_PULLING = 0.25, 0.4
"""rms, rad/s and m/s2: slower movement drowns in the landmarks' jitter."""
CLEAR, UNCLEAR = 0.6, 0.25
"""The wearing side correlates at least so much, and the other at most so much: symmetrical movement tells nothing."""
HEADINGS_ALIKE = 0.5
"""rad: mirrored limbs, as in raising both arms sideways, would have it either way."""
SIDES = (Side.LEFT, Side.RIGHT)


class Wearer:
    """One sensor."""

    def __init__(self, where: str, seen: Seen) -> None:
        self._where, self._seen, self._felt = where, seen, Felt()
        self._limb, told = limb_of(where)
        self._gyro = True
        self._offset = Follower(OFFSET_DRIFT, OFFSET_EVEN_S)
        self._heading = Follower(HEADING_DRIFT, HEADING_EVEN, turn=2.0 * math.pi)
        self._side = Sidedness(told)
        self._block_from = self._looked = self._last_t = -math.inf
        self._guided_since: float | None = None
        self._shift = 0.0

    @property
    def swapped(self) -> bool:
        """Whether it says that the pose has its limbs' sides exchanged."""
        return self._side.swapped

    @property
    def alignment(self) -> Alignment:
        return Alignment(
            t=self._last_t, where=self._where, offset=self._offset.value, offset_sd=self._offset.sd, side=self._side.known,
            heading=self._heading.value, heading_sd=self._heading.sd, guided=self._guided_since is not None,
        )  # fmt: skip

    def guide(self, t: float) -> None:
        """From now on a gesture is awaited: three taps or a few swings."""
        self._guided_since = t

    def restart(self) -> None:
        """The camera begins afresh."""
        self._block_from = self._looked = -math.inf
        self._side.restart(self._last_t)

    def feed(self, state: WornState, middle: float) -> float:
        """How late its times are against the camera's, s, as far as that is to be applied now. middle: of the state's readings, s."""
        if self._limb not in PLACES_SEEN:
            return 0.0
        step, self._last_t = state.t - self._last_t, state.t
        if step > ABSENT_S:
            self._offset.forget()
            self._block_from = state.t
        if self._guided_since is not None and state.t - self._guided_since > GUIDED_S:
            self._guided_since = None
        self._gyro = math.isfinite(state.gyro[0])
        self._felt.feed(middle, state)
        self._look()
        return self._shifted(min(max(step, 0.0), LOOK_S))

    def _shifted(self, step: float) -> float:
        value = self._offset.value
        if value is not None and self._offset.sd < CERTAIN_S:
            self._shift += min(max(value - self._shift, -CATCH_UP * step), CATCH_UP * step)
        return self._shift

    def _look(self) -> None:
        start, stop = self._seen.span
        if stop - self._looked < LOOK_S:
            return
        self._looked = stop
        self._block_from = max(self._block_from, start)
        if self._guided_since is not None:
            self._look_for_gesture(self._guided_since, stop)
        if stop - self._block_from >= BLOCK_S:
            self._look_at_block(stop)
            self._block_from = stop
        self._side.settle(stop)
        if self._limb in BOTH_ENDS and stop - max(start, self._side.since) >= GLANCE_S:
            self._look_at_sides(stop)

    def _look_at_block(self, stop: float) -> None:
        for turning in self._kinds:
            found = self._matches(stop - BLOCK_S, stop, self._reach(), turning)
            known = [match for match in found if match is not None]
            if known:
                best = max(known, key=lambda match: match.correlation)
                self._offset.feed(stop, best.offset, best.offset_sd)
                if turning and len(known) == len(found) and all(_alike(match.yaw, best.yaw) for match in known):
                    self._heading.feed(stop, best.yaw, best.yaw_sd)

    @property
    def _kinds(self) -> tuple[bool, ...]:
        """What is compared: turning, where the sensor feels it and a limb shows it, and what pulls at it."""
        return (True, False) if self._gyro and self._limb != BAR else (False,)

    def _reach(self) -> tuple[float, float]:
        value, around = self._offset.value, max(LEAST_REACH_S, 4.0 * self._offset.sd)
        return (-REACH_S, REACH_S) if value is None or around > REACH_S else (value - around, value + around)

    def _matches(self, start: float, stop: float, reach: tuple[float, float], turning: bool) -> list[Match | None]:
        """Of the limb that wears it; of both while that is not known."""
        pairs = self._pairs(start, stop, turning)
        if len(pairs) == len(SIDES) and self._side.known is not None:
            pairs = [pairs[SIDES.index(self._side.known)]]
        return [pair.find(reach) for pair in pairs]

    def _pairs(self, start: float, stop: float, turning: bool) -> list[Pair]:
        grid = grid_of(start, stop)
        if turning:
            felt = self._felt.turning(grid)
            return [Pair(seen, felt, LEAST_TURNING) for seen in self._seen.turning(self._limb, grid)]
        felt = self._felt.pulling(grid)
        return [Pair(seen, felt, LEAST_PULLING) for seen in self._seen.pulling(self._limb, grid)]

    def _look_for_gesture(self, since: float, stop: float) -> None:
        start = max(since, stop - BLOCK_S)
        if stop - start > GUIDED_LEAST_S:
            found = self._tapped(start, stop) or self._swung(start, stop)
            if found is not None and found[1] < GUIDED_SD_S:
                self._offset.forget()
                self._offset.feed(stop, *found)
                self._guided_since, self._block_from = None, stop

    def _swung(self, start: float, stop: float) -> tuple[float, float] | None:
        """By whichever limb and whatever is compared, the surest."""
        found = [match for turning in self._kinds for match in self._matches(start, stop, (-REACH_S, REACH_S), turning)]
        sure = min((match for match in found if match is not None), key=lambda match: match.offset_sd, default=None)
        return None if sure is None else (sure.offset, sure.offset_sd)

    def _tapped(self, start: float, stop: float) -> tuple[float, float] | None:
        if self._limb not in HANDS:
            return None
        grid = grid_of(start, stop)
        felt = self._felt.knocks(grid)
        found = [tap_lag(seen, felt) for seen in self._seen.stops(grid)]
        return next((lag for lag in found if lag is not None), None)

    def _look_at_sides(self, stop: float) -> None:
        value = self._offset.value
        if value is None or self._offset.sd > CERTAIN_S:
            return
        pairs, step = self._pairs(stop - GLANCE_S, stop, self._kinds[0]), round(value * HZ)
        if any(pair.still or pair.known_s(step) < 0.5 * GLANCE_S for pair in pairs):
            return
        left, right = (pair.correlation(step) for pair in pairs)
        if max(left, right) > CLEAR and min(left, right) < UNCLEAR:
            self._side.vote(stop, Side.LEFT if left > right else Side.RIGHT)


def _alike(yaw: float, other: float) -> bool:
    return abs(math.remainder(yaw - other, 2.0 * math.pi)) < HEADINGS_ALIKE
