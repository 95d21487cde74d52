"""What a pose model drew of a person -> its 3D landmarks at their depth, and which of its landmarks are likely astray.

BlazePose's 3D landmarks are flattened, and they lean: of who stands before the camera the legs are drawn bent by 10 to 20 degrees, of who
bends at the hips 20 are missing. And it is sure of legs that it draws where a bar or a plate hides them. How far off it is depends on the
posture and the view, and is much the same for everybody: a small network, trained on rendered people of whom all is known
(models/landmark_errors.md), says it. Refuses to know: bodies, files, time.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from edge.estimate.skeleton import mirror_of
from edge.messages import LANDMARKS, Array, Indices

_PAIRED = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
READ = ("nose", "left_ear", "right_ear", *(f"{side}_{part}" for part in _PAIRED for side in ("left", "right")))
"""The landmarks that the network reads and corrects."""
_FOLLOW = {
    **dict.fromkeys(
        (*(f"{side}_eye{part}" for side in ("left", "right") for part in ("", "_inner", "_outer")), "mouth_left", "mouth_right"), "nose"
    ),
    **{f"{side}_{finger}": f"{side}_wrist" for side in ("left", "right") for finger in ("pinky", "index", "thumb")},
}
"""All others go with one of them."""


_PLACES: Indices = np.array([LANDMARKS.index(name) for name in READ])
_OTHER_SIDE = mirror_of(READ)
_MOVED_WITH: Indices = np.array([READ.index(_FOLLOW.get(name, name)) for name in LANDMARKS])
"""(33,) by which of READ each landmark is corrected."""
_AT = {name: i for i, name in enumerate(READ)}
_HIPS = [_AT["left_hip"], _AT["right_hip"]]
_SHOULDERS = [_AT["left_shoulder"], _AT["right_shoulder"]]
_LEGS = np.array([[_AT[f"{side}_{part}"] for part in ("hip", "knee", "ankle")] for side in ("left", "right")])
_LEAST_PX = 20.0
"""Nobody is drawn smaller."""
USUAL_ASTRAY = 0.034
"""In lengths of a trunk and a leg: so far off is a landmark that is seen as well as its visibility says."""
KNOWN_SPREADS = 2.5
"""What is read is kept within so many spreads of what it learned from: somebody half out of the picture is beyond."""
MOST_AWAY_M = 0.5
"""Nobody of whom it learned was drawn further off: what it says of nonsense is nonsense."""
_K = len(READ)
INPUTS, OUTPUTS = 6 * _K + 2, 2 * _K


def _mirror() -> tuple[Indices, Array]:
    """(INPUTS,) twice: which of the numbers stands in each place when all is seen in a mirror, and its sign there."""
    world, picture = np.arange(3 * _K).reshape(_K, 3), np.arange(3 * _K, 5 * _K).reshape(_K, 2)
    seen, middle = np.arange(5 * _K, 6 * _K), np.arange(6 * _K, INPUTS)
    place = np.concatenate([world[_OTHER_SIDE].ravel(), picture[_OTHER_SIDE].ravel(), seen[_OTHER_SIDE], middle])
    sign = np.ones(INPUTS)
    sign[[*world[:, 0], *picture[:, 0], middle[0]]] = -1.0
    return place, sign


_MIRROR, _SIGN = _mirror()


def numbers(world: Array, points: Array, visibility: Array, width: int, height: int) -> Array:
    """(n, INPUTS) what the network reads: READ's 3D landmarks from the middle of the hips, m; where they are in the picture, from there,
    in lengths of a trunk and a leg; how well they are seen; where the hips' middle is, from the picture's, in its longer sides.

    world: (n, 33, 3) m. points: (n, 33, 2) px. visibility: (n, 33).
    """
    world, points, count = world[:, _PLACES], points[:, _PLACES], len(world)
    hips = 0.5 * (points[:, _HIPS[0]] + points[:, _HIPS[1]])
    read = np.empty((count, INPUTS))
    read[:, : 3 * _K] = from_the_hips(world).reshape(count, -1)
    read[:, 3 * _K : 5 * _K] = ((points - hips[:, None]) / _size(points, hips)[:, None, None]).reshape(count, -1)
    read[:, 5 * _K : 6 * _K] = visibility[:, _PLACES]
    read[:, 6 * _K :] = (hips - (0.5 * width, 0.5 * height)) / max(width, height)
    return read


def sizes(points: Array) -> Array:
    """(n,) px, of a trunk and a leg. points: (n, 33, 2)."""
    points = points[:, _PLACES]
    return _size(points, 0.5 * (points[:, _HIPS[0]] + points[:, _HIPS[1]]))


def from_the_hips(landmarks: Array) -> Array:
    """(n, k, 3) of READ, from the middle of the hips."""
    return np.asarray(landmarks - 0.5 * (landmarks[:, _HIPS[:1]] + landmarks[:, _HIPS[1:]]))


def _size(points: Array, hips: Array) -> Array:
    """(n,) px: of a trunk and a leg."""
    trunk = 0.5 * (points[:, _SHOULDERS[0]] + points[:, _SHOULDERS[1]]) - hips
    legs = points[:, _LEGS]
    bones = legs[:, :, 1:] - legs[:, :, :-1]
    lengths = np.sqrt((bones * bones).sum(axis=-1)).sum(axis=(1, 2))
    return np.asarray(np.maximum(np.sqrt((trunk * trunk).sum(axis=-1)) + 0.5 * lengths, _LEAST_PX))


def mirrored(read: Array) -> Array:
    """(…, INPUTS) of the same, seen in a mirror."""
    return np.asarray(read[..., _MIRROR] * _SIGN)


def mirrored_back(of_each: Array) -> Array:
    """(…, k) of what is seen in a mirror -> of what is before it."""
    return np.asarray(of_each[..., _OTHER_SIDE])


class LandmarkErrors:
    """The trained network."""

    def __init__(self, mean: Array, spread: Array, layers: Sequence[tuple[Array, Array]]) -> None:
        """mean, spread: (INPUTS,) of what it reads. layers: weights (inputs, outputs) and biases (outputs,), rectified between them. The
        last one's outputs are of READ: how much further away than drawn, m; then the logarithm of how far off it is in the picture, in
        lengths of a trunk and a leg. Raises ValueError where they do not fit together."""
        ends = [INPUTS, *(len(bias) for _, bias in layers)]
        if not (mean.shape == spread.shape == (INPUTS,)) or ends[-1] != OUTPUTS:
            raise ValueError(f"a network of landmarks' errors reads {INPUTS} numbers and gives {OUTPUTS}")
        if any(weights.shape != pair for (weights, _), pair in zip(layers, pairwise(ends), strict=True)):
            raise ValueError("the layers of the network do not fit each other")
        if not all(np.isfinite(part).all() for layer in layers for part in layer):
            raise ValueError("the network was not trained: some of its weights are no numbers")
        self._mean, self._per = mean, 1.0 / spread
        self._layers = tuple((weights.astype(np.float32), bias.astype(np.float32)) for weights, bias in layers)

    def __deepcopy__(self, memo: dict[int, object]) -> "LandmarkErrors":
        """Itself: nothing in it changes."""
        return self

    def corrected(self, world: Array, points: Array, visibility: Array, width: int, height: int) -> tuple[Array, Array]:
        """Of n bodies the depth of their 3D landmarks, (n, 33) m away from the camera, and how certain each landmark is, (n, 33) 0..1:
        its visibility, less where it is likely astray.

        world: (n, 33, 3) m, camera axes. points: (n, 33, 2) px. visibility: (n, 33). No body's numbers depend on how many came with it.
        """
        read = numbers(world, points, visibility, width, height)
        told = self._told(np.stack([read, mirrored(read)], axis=1)).reshape(-1, 2, 2, _K)
        away, astray = (0.5 * (one[:, 0] + mirrored_back(one[:, 1])) for one in (told[:, :, 0], told[:, :, 1]))
        depth = world[:, :, 2] + np.clip(away, -MOST_AWAY_M, MOST_AWAY_M)[:, _MOVED_WITH]
        return depth, visibility / np.maximum(np.exp(np.minimum(astray, 0.0)) / USUAL_ASTRAY, 1.0)[:, _MOVED_WITH]

    def _told(self, read: Array) -> Array:
        """(n, 2, OUTPUTS) of (n, 2, INPUTS)."""
        value = np.clip((read - self._mean) * self._per, -KNOWN_SPREADS, KNOWN_SPREADS, dtype=np.float32, casting="same_kind")
        for weights, bias in self._layers[:-1]:
            value = value @ weights
            value += bias
            np.maximum(value, 0.0, out=value)
        weights, bias = self._layers[-1]
        return np.asarray(value @ weights + bias, dtype=float)
