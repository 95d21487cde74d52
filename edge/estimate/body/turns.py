"""Three angles about Z, X, Y -> quaternions, matrices, angular velocities, and back; any number at once.

ZXY in moving axes is the joint coordinate system of Grood & Suntay 1983 and of the ISB (Wu 2002): flexion about the parent's Z, the
floating X, rotation about the child's Y. Refuses to know: whose angles they are.
"""

import numpy as np

from edge.messages import Array


def quaternions(zxy: Array) -> Array:
    """(…, 3) angles about Z, X, Y -> (…, 4) x, y, z, w."""
    half = 0.5 * zxy
    (cz, cx, cy), (sz, sx, sy) = np.moveaxis(np.cos(half), -1, 0), np.moveaxis(np.sin(half), -1, 0)
    return np.stack(
        [cz * sx * cy - sz * cx * sy, cz * cx * sy + sz * sx * cy, sz * cx * cy + cz * sx * sy, cz * cx * cy - sz * sx * sy], axis=-1
    )


def angles_of(quaternion: Array) -> Array:
    """(…, 4) x, y, z, w -> (…, 3) about Z, X, Y. At X = 90 degrees, where only Z and Y together mean something, still numbers."""
    zxy = angles_about(sums_of(quaternion.reshape(-1, 4).T))
    return np.asarray(np.array(zxy).T.reshape(*quaternion.shape[:-1], 3))


_PARTS = "xyzw"
_SUMS = ("wz-xy", "wx+yz", "wy-xz", "xx+zz", "xx+yy", "wz+xy", "ww+yy", "yz-wx")


def _row(formula: str) -> Array:
    """(16,) the factor of each product of two parts."""
    first, second = (tuple(map(_PARTS.index, pair)) for pair in (formula[:2], formula[3:]))
    factors = np.zeros((4, 4))
    factors[first] += 1.0
    factors[second] += 1.0 if formula[2] == "+" else -1.0
    return factors.ravel()


_FACTORS = np.array([_row(formula) for formula in _SUMS])


def sums_of(parts: Array) -> Array:
    """(4, n) x, y, z, w -> (8, n): _SUMS, of which all formulas of angles are made; one product of matrices in place of fifty steps."""
    return np.asarray(_FACTORS @ (parts[:, None] * parts).reshape(16, -1))


def angles_about(sums: Array) -> tuple[Array, Array, Array]:
    """(8, n) of sums_of -> angles about Z, X, Y, (n,) each."""
    sines = 2.0 * sums[:3]
    cosines = 1.0 - 2.0 * sums[3:5]
    about_z, about_y = np.arctan2(sines[::2], cosines)
    return about_z, np.arcsin(np.minimum(np.maximum(sines[1], -1.0), 1.0)), about_y


def matrices(zxy: Array) -> Array:
    """(…, 3) angles about Z, X, Y -> (…, 3, 3) from the child's axes to the parent's."""
    (cz, cx, cy), (sz, sx, sy) = np.moveaxis(np.cos(zxy), -1, 0), np.moveaxis(np.sin(zxy), -1, 0)
    return _matrix(
        (cz * cy - sz * sx * sy, -sz * cx, cz * sy + sz * sx * cy),
        (sz * cy + cz * sx * sy, cz * cx, sz * sy - cz * sx * cy),
        (-cx * sy, sx, cx * cy),
    )


def angles_of_matrix(matrix: Array) -> Array:
    """(…, 3, 3) -> (…, 3) about Z, X, Y."""
    about_z = np.arctan2(-matrix[..., 0, 1], matrix[..., 1, 1])
    about_x = np.arcsin(np.clip(matrix[..., 2, 1], -1.0, 1.0))
    about_y = np.arctan2(-matrix[..., 2, 0], matrix[..., 2, 2])
    return np.stack([about_z, about_x, about_y], axis=-1)


def rate_matrices(zxy: Array) -> tuple[Array, Array]:
    """(…, 3) angles -> the rotation (…, 3, 3), and (…, 3, 3) that takes their rates to the angular velocity in the child's axes."""
    turn = matrices(zxy)
    sy, cy = np.sin(zxy[..., 2]), np.cos(zxy[..., 2])
    zero, one = np.zeros_like(sy), np.ones_like(sy)
    third = turn[..., 2, :]
    return turn, _matrix((third[..., 0], cy, zero), (third[..., 1], zero, one), (third[..., 2], sy, zero))


def rates_per_turning(about_x: Array, about_y: Array, least_cosine: float) -> Array:
    """(k,) each -> (k, 3, 3) that takes the angular velocity in the child's axes to the rates of the angles about Z, X, Y.

    At X = 90 degrees they would be infinite: cosines of X count as at least least_cosine.
    """
    sine, cosine = np.sin(about_y), np.cos(about_y)
    level = np.maximum(np.cos(about_x), least_cosine)
    rates = np.zeros((len(about_x), 3, 3))
    rates[:, 0, 0], rates[:, 0, 2] = -sine / level, cosine / level
    rates[:, 1, 0], rates[:, 1, 2] = cosine, sine
    rates[:, 2] = -np.sin(about_x)[:, None] * rates[:, 0]
    rates[:, 2, 1] = 1.0
    return rates


def skew(vectors: Array) -> Array:
    """(…, 3) -> (…, 3, 3): its product with another vector is the cross product; for three numbers ten times as fast as NumPy's."""
    matrices = np.zeros((*vectors.shape, 3))
    for row, column, part in ((2, 1, 0), (0, 2, 1), (1, 0, 2)):
        matrices[..., row, column] = vectors[..., part]
        matrices[..., column, row] = -vectors[..., part]
    return matrices


def _matrix(*rows: tuple[Array, Array, Array]) -> Array:
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))
