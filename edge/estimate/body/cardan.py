"""Rotations between segments and lines through joints, each with its covariance -> angles with their standard deviations.

A standard deviation grows without bound where its angle loses its meaning, as that of Z and Y at X = 90 degrees. Refuses to know: names,
time, solvers.
"""

import numpy as np

from edge.estimate.body.turns import angles_of_matrix, rates_per_turning, skew
from edge.messages import Array

LEAST = 1e-3
"""Cosines and sines that are divided by are at least this large."""


def cardan(relative: Array, covariance: Array) -> tuple[Array, Array]:
    """(k, 3, 3) rotations from the moving segment's axes to the fixed one's -> angles about Z, X, Y and their sd, (k, 3) rad.

    covariance: (k, 3, 3) rad2, of a small turn in the moving segment's axes.
    """
    zxy = angles_of_matrix(relative)
    rates = rates_per_turning(zxy[:, 1], zxy[:, 2], LEAST)
    return zxy, np.sqrt(np.maximum(np.einsum("kij,kjl,kil->ki", rates, covariance, rates), 0.0))


def globe(relative: Array, covariance: Array, side: Array) -> tuple[Array, Array]:
    """(k, 3, 3) rotations as in `cardan` -> elevation of the limb and its plane, and their standard deviations, (k, 2) rad.

    The limb points along the moving segment's -Y. side: (k,) 1 right, -1 left. Plane: 0 out to that side, a quarter turn forward.
    """
    limb = -relative[:, :, 1]
    across = np.hypot(limb[:, 0], limb[:, 2])
    angles = np.stack([np.arctan2(across, -limb[:, 1]), np.arctan2(limb[:, 0], side * limb[:, 2])], axis=1)
    ahead = np.stack([limb[:, 2], np.zeros(len(limb)), -limb[:, 0]], axis=1) / np.maximum(across, LEAST)[:, None]
    ahead[across < LEAST, 0] = 1.0
    sd = np.stack([_spread(ahead, relative, covariance), _spread((skew(limb) @ ahead[:, :, None])[:, :, 0], relative, covariance)], axis=1)
    sd[:, 1] /= np.maximum(across, LEAST)
    return angles, sd


def _spread(about: Array, relative: Array, covariance: Array) -> Array:
    """(k,) standard deviation of the turn about (k, 3) in the fixed segment's axes."""
    there = np.einsum("kij,ki->kj", relative, about)
    return np.asarray(np.sqrt(np.maximum(np.einsum("ki,kij,kj->k", there, covariance, there), 0.0)))


def inclination(line: Array, covariance: Array) -> tuple[float, float]:
    """(3,) m -> its angle to the upward vertical Y, and the standard deviation, rad. covariance: (3, 3) m2 of its far end."""
    across = float(np.hypot(line[0], line[2]))
    level = np.array([line[0], 0.0, line[2]]) / max(across, LEAST)
    length = max(float(np.linalg.norm(line)), LEAST)
    leaning = (level * line[1] - np.array([0.0, across, 0.0])) / length if across > LEAST else np.array([1.0, 0.0, 0.0])
    sd = np.sqrt(max(leaning @ covariance @ leaning, 0.0)) / length
    return float(np.arctan2(across, line[1])), float(sd)


def bend(about: Array, upper: Array, lower: Array, jacobian: Array, covariance: Array) -> tuple[float, float]:
    """How far lower is turned about (3,) from the continuation of upper, and the standard deviation, rad.

    upper, lower: (3,) m, both lead to the same joint and away from it. jacobian: (6, n) of both; covariance: (n, n).
    """
    upper, lower = (line - (line @ about) * about for line in (upper, lower))
    turning = skew(about)
    upper_2, lower_2 = (max(float(line @ line), LEAST) for line in (upper, lower))
    slope = np.concatenate([-turning @ upper / upper_2, turning @ lower / lower_2]) @ jacobian
    return float(np.arctan2(lower @ turning @ upper, upper @ lower)), float(np.sqrt(max(float(slope @ covariance @ slope), 0.0)))
