"""Poses and a worn sensor's states -> how the limb that wears it turned, as seen and as felt, on one even grid of times.

Refuses to know: which side wears it, lags, what is concluded.
"""

from collections import deque

import numpy as np

from edge.estimate.rotation import STANDARD_GRAVITY, rotated
from edge.estimate.skeleton import INDEX
from edge.estimate.timeline import HZ
from edge.messages import LIMBS, Array, Side, WornState

SPAN_S = 14.0
"""How long movement is remembered."""
SMOOTH_S = 0.10
"""Width of the smoothing that both get: landmarks jitter."""
LONGEST_GAP_S = 0.25
VISIBLE = 0.4
BOTH_ENDS: dict[str, tuple[tuple[str, str], ...]] = {
    "wrist": (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")),
    "watch": (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")),
    "thigh": (("left_hip", "left_knee"), ("right_hip", "right_knee")),
    "phone": (("left_hip", "left_knee"), ("right_hip", "right_knee")),
    "shank": (("left_knee", "left_ankle"), ("right_knee", "right_ankle")),
    "forearm": (("left_elbow", "left_wrist"), ("right_elbow", "right_wrist")),
    "upper_arm": (("left_shoulder", "left_elbow"), ("right_shoulder", "right_elbow")),
}
"""The limb at each place, left and right. A phone of which nobody says more is in a trouser pocket. A bar turns with no limb."""
HANDS = ("wrist", "watch", "forearm")
ARMS = (*HANDS, "upper_arm")
TRUNK, BAR = "trunk", "bar"
PLACES_SEEN = (*BOTH_ENDS, TRUNK, BAR)
STOP_SMOOTH_S, PULL_SMOOTH_S = 0.03, 0.12
_WRISTS = [INDEX["left_wrist"], INDEX["right_wrist"]]
_HIPS, _SHOULDERS = ([INDEX[f"{side}_{joint}"] for side in ("left", "right")] for joint in ("hip", "shoulder"))
_TO_EARTH = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
"""Camera x right, y down, z away -> x right, y away, z up, for row vectors: the camera is taken to stand upright."""


def limb_of(place: str) -> tuple[str, Side | None]:
    """The limb at one of messages.PLACES, as this module names it, and its side where the place tells."""
    side, _, limb = place.partition("_")
    return (limb, Side(side)) if place in LIMBS else (place, None)


class Seen:
    """What the camera saw lately, for all sensors."""

    def __init__(self) -> None:
        self._poses: deque[tuple[float, Array, Array]] = deque()

    def feed(self, t: float, body: Array, visibility: Array) -> None:
        """body: (5, 33) x, y in the picture and x, y, z of the 3D guess, m. visibility: (33,)."""
        self._poses.append((t, body.copy(), visibility))
        while self._poses[0][0] < t - SPAN_S:
            self._poses.popleft()

    def forget(self) -> None:
        self._poses.clear()

    @property
    def span(self) -> tuple[float, float]:
        """From when to when, s; (0, 0) without any."""
        return (self._poses[0][0], self._poses[-1][0]) if self._poses else (0.0, 0.0)

    def turning(self, place: str, grid: Array) -> list[Array]:
        """(n, 3) rad/s of that limb, left and right, or of the trunk; x right, y away, z up; NaN where it was not seen."""
        t, body, visibility = self._during(grid)
        return [_turning_of(t, along, sure, grid) for along, sure in _limbs(place, body[:, 2:], visibility)]

    def pulling(self, place: str, grid: Array) -> list[Array]:
        """(n, 3) whose z is what would pull at a sensor there, beyond its mean, m/s2, from its path in the picture; left and right."""
        t, body, visibility = self._during(grid)
        return [_pull_of(t, path, sure, grid) for path, sure in _paths(place, body, visibility)]

    def stops(self, grid: Array) -> list[Array]:
        """(n,) how suddenly the left and the right wrist stop, m/s2; 0 where they do not."""
        t, body, _ = self._during(grid)
        return [_slowing(_smoothed(_on_grid(t, body[:, 2:, wrist], grid), STOP_SMOOTH_S)) for wrist in _WRISTS]

    def _during(self, grid: Array) -> tuple[Array, Array, Array]:
        """(n,) times, (n, 5, 33) bodies and (n, 33) visibilities of the poses in that window and next to it."""
        start, stop = grid[0] - LONGEST_GAP_S, grid[-1] + LONGEST_GAP_S
        t, body, visibility = zip(*(pose for pose in self._poses if start <= pose[0] <= stop), strict=True)
        return np.array(t), np.array(body), np.array(visibility)


def _limbs(place: str, world: Array, visibility: Array) -> list[tuple[Array, Array]]:
    """(n, 3) from one end to the other and (n,) how well the worse end was seen."""
    if place == TRUNK:
        along = world[:, :, _SHOULDERS].mean(axis=2) - world[:, :, _HIPS].mean(axis=2)
        return [(along, _trunk_seen(visibility))]
    ends = [(INDEX[near], INDEX[far]) for near, far in BOTH_ENDS[place]]
    return [(world[:, :, far] - world[:, :, near], np.minimum(visibility[:, near], visibility[:, far])) for near, far in ends]


def _trunk_seen(visibility: Array) -> Array:
    """(n,) how well its better seen side is."""
    return np.asarray(np.minimum(visibility[:, _SHOULDERS], visibility[:, _HIPS]).max(axis=1))


def _slowing(path: Array) -> Array:
    speed = np.sqrt((np.gradient(path, 1.0 / HZ, axis=0) ** 2).sum(axis=1))
    return np.asarray(np.maximum(-np.gradient(speed, 1.0 / HZ), 0.0))


def _paths(place: str, body: Array, visibility: Array) -> list[tuple[Array, Array]]:
    """(n, 2) where the sensor is in the picture, m, and (n,) how well that is seen."""
    if place == TRUNK:
        return [(body[:, :2, _SHOULDERS + _HIPS].mean(axis=2), _trunk_seen(visibility))]
    if place == BAR:
        return [(body[:, :2, _WRISTS].mean(axis=2), visibility[:, _WRISTS].max(axis=1))]
    ends = [(INDEX[near], INDEX[far]) for near, far in BOTH_ENDS[place]]
    share = 1.0 if place in HANDS else 0.7
    return [
        ((1.0 - share) * body[:, :2, near] + share * body[:, :2, far], np.minimum(visibility[:, near], visibility[:, far]))
        for near, far in ends
    ]


def _pull_of(t: Array, path: Array, sure: Array, grid: Array) -> Array:
    smooth = _smoothed(_on_grid(t, path, grid), PULL_SMOOTH_S)
    force = np.gradient(np.gradient(smooth, 1.0 / HZ, axis=0), 1.0 / HZ, axis=0) - (0.0, STANDARD_GRAVITY)
    pull = np.sqrt((force * force).sum(axis=1))
    return _upright(np.where(_covered(t[sure > VISIBLE], grid), pull, np.nan))


def _turning_of(t: Array, along: Array, sure: Array, grid: Array) -> Array:
    direction = _on_grid(t, _unit(along @ _TO_EARTH), grid)
    smooth = _unit(_smoothed(direction))
    turning = np.cross(smooth, np.gradient(smooth, 1.0 / HZ, axis=0))
    return np.where(_covered(t[sure > VISIBLE], grid)[:, None], turning, np.nan)


class Felt:
    """What one sensor felt lately."""

    def __init__(self) -> None:
        self._turned: deque[tuple[float, tuple[float, float, float]]] = deque()
        self._pulled: deque[tuple[float, tuple[float, float, float]]] = deque()

    def feed(self, t: float, state: WornState) -> None:
        """t: the middle of the readings that the state sums up."""
        self._turned.append((t, rotated(state.orientation, state.gyro)))
        w, x, y, z = state.orientation
        ax, ay, az = state.accel
        self._pulled.append((t, rotated((w, -x, -y, -z), (ax, ay, az + STANDARD_GRAVITY))))
        while self._turned[0][0] < t - SPAN_S:
            self._turned.popleft()
            self._pulled.popleft()

    def forget(self) -> None:
        self._turned.clear()
        self._pulled.clear()

    def turning(self, grid: Array) -> Array:
        """(n, 3) rad/s in the sensor's earth frame; NaN where it is not known."""
        t = np.array([at for at, _ in self._turned])
        turning = _smoothed(_on_grid(t, np.array([rate for _, rate in self._turned]), grid))
        return np.where(_covered(t, grid)[:, None], turning, np.nan)

    def pulling(self, grid: Array) -> Array:
        """(n, 3) whose z is what pulls at the sensor beyond its mean, m/s2, smoothed: the same whichever way it is turned."""
        t = np.array([at for at, _ in self._pulled])
        pulls = np.array([pull for _, pull in self._pulled])
        pull = _smoothed(_on_grid(t, np.sqrt((pulls**2).sum(axis=1, keepdims=True)), grid), PULL_SMOOTH_S)[:, 0]
        return _upright(np.where(_covered(t, grid), pull, np.nan))

    def knocks(self, grid: Array) -> Array:
        """(n,) how hard it is knocked, m/s2."""
        t = np.array([at for at, _ in self._pulled])
        pulls = np.array([pull for _, pull in self._pulled])
        return np.asarray(np.abs(np.interp(grid, t, np.sqrt((pulls**2).sum(axis=1))) - STANDARD_GRAVITY))


def _upright(values: Array) -> Array:
    """(n, 3) with the values' difference from their mean as z: for frames that have nothing else in common."""
    known = np.isfinite(values)
    middle = float(values[known].mean()) if known.any() else 0.0
    return np.stack([np.zeros_like(values), np.zeros_like(values), values - middle], axis=1)


def grid_of(start: float, stop: float) -> Array:
    """(n,) times, s."""
    return start + np.arange(max(round((stop - start) * HZ), 1)) / HZ


def _on_grid(t: Array, values: Array, grid: Array) -> Array:
    return np.stack([np.interp(grid, t, column) for column in values.T], axis=1)


def _smoothed(values: Array, sigma_s: float = SMOOTH_S) -> Array:
    """Without lag: a window is looked at as a whole, and its ends weigh what there is."""
    reach = round(4 * sigma_s * HZ)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / (sigma_s * HZ)) ** 2)
    weights = np.convolve(np.ones(len(values)), kernel, "same")
    return np.stack([np.convolve(column, kernel, "same") / weights for column in values.T], axis=1)


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / (np.sqrt((vectors * vectors).sum(axis=1, keepdims=True)) + 1e-9)
    return unit


def _covered(t: Array, grid: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which moments of the grid lie between two times that are close together."""
    if len(t) < 2:
        return np.zeros(len(grid), bool)
    after = np.searchsorted(t, grid)
    inside = (after > 0) & (after < len(t))
    after = np.minimum(np.maximum(after, 1), len(t) - 1)
    return inside & (t[after] - t[after - 1] < LONGEST_GAP_S)
