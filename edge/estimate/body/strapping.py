"""Directions that a worn sensor read and a segment showed at the same moments -> the rotation between their axes, and how sure it is.

Least squares over rotations (Wahba 1965), each direction weighed by how well the camera sees it: from the front a leg's lean to the side is
seen well and its lean forwards is not, and better when it is bent. Refuses to know: sensors, bodies, time.
"""

import numpy as np

from edge.messages import Array

UNKNOWN_SD = 2.0
"""rad: whoever has seen nothing knows so much of a rotation."""
OFF_SD = np.radians(3.0)
"""What is seen is believed no more than so beside what was measured, however long: a camera shows a leg wrong in the same way all along.
Assumed."""
ROUNDS = 2
SURPRISE = 1.0
"""Standard deviations at which an expectation is believed half: a leg that does not straighten is soon told as it is."""
CERTAIN_SURPRISE = 4.0
"""... and one that was measured: a sensor that slipped is found again."""
_LEVERS = np.array([[[0.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]],
                    [[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [-1.0, 0.0, 0.0]],
                    [[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])  # fmt: skip
"""_LEVERS[k] @ v = e_k x v."""


class Strapping:
    """One sensor on one segment. turn: (3, 3) from the sensor's axes to the segment's. covariance: (3, 3) rad2 of a small turn about the
    segment's axes. misfit: how far off what was shown is, in standard deviations, squared."""

    def __init__(self) -> None:
        self.turn: Array = np.eye(3)
        self.covariance: Array = UNKNOWN_SD**2 * np.eye(3)
        self.misfit = 0.0
        self._plain = np.zeros((3, 3))
        self._squares, self._products = np.zeros((3, 3, 3, 3)), np.zeros((3, 3))
        self._shown, self._weight = 0.0, 0.0
        self._expected, self._certain = (np.zeros(3), np.zeros(3), np.zeros((3, 3))), False

    def add(self, shown: Array, read: Array, information: Array) -> None:
        """shown, read: (3,) of length 1 in either's axes. information: (3, 3) 1/rad2 on `shown`."""
        weighted = information @ shown
        self._plain += np.trace(information) * np.outer(shown, read)
        self._squares += information[:, None, :, None] * np.outer(read, read)[None, :, None, :]
        self._products += np.outer(weighted, read)
        self._shown += float(shown @ weighted)
        self._weight += 1.0

    def expect(self, shown: Array, read: Array, information: Array, *, certain: bool = False) -> None:
        """As in `add`, but once: in place of what was expected before, and less the further off what was seen says it is, and the longer
        ago it was. certain: hardly the former, and not the latter."""
        self._expected, self._certain = (shown, read, information), certain

    def fade(self, share: float) -> None:
        """What was seen counts so much less."""
        self._plain *= share
        self._squares *= share
        self._products *= share
        self._shown *= share
        self._weight *= share
        if not self._certain:
            shown, read, information = self._expected
            self._expected = shown, read, information * share

    def solve(self) -> None:
        """Anew from all that was added."""
        turn: Array = _nearest(self._plain)
        squares, products = self._believed()
        off_sd = OFF_SD if self._certain else 0.0
        for _ in range(ROUNDS):
            ways = (_LEVERS @ turn).reshape(3, 9)
            seen, expected = ways @ self._squares.reshape(9, 9), ways @ squares.reshape(9, 9)
            lasting = np.linalg.inv(np.eye(3) + off_sd**2 * seen @ ways.T)
            information = lasting @ seen @ ways.T + expected @ ways.T + np.eye(3) / UNKNOWN_SD**2
            way = lasting @ (ways @ self._products.ravel() - seen @ turn.ravel()) + ways @ products.ravel() - expected @ turn.ravel()
            step = np.linalg.solve(information, way)
            turn = _nearest(turn + np.einsum("k,kij->ij", step, _LEVERS) @ turn)
        self.turn, self.covariance = turn, np.asarray(np.linalg.inv(information), float)
        off = self._shown - 2.0 * float((self._products * turn).sum()) + float(turn.ravel() @ self._squares.reshape(9, 9) @ turn.ravel())
        self.misfit = off / max(self._weight, 1e-9)

    def _believed(self) -> tuple[Array, Array]:
        """(3, 3, 3, 3) and (3, 3): Cauchy's weight, by the turn that was found last."""
        shown, read, information = self._expected
        off, surprise = self.turn @ read - shown, CERTAIN_SURPRISE if self._certain else SURPRISE
        believed = information / (1.0 + float(off @ information @ off) / surprise**2)
        squares = believed[:, None, :, None] * np.outer(read, read)[None, :, None, :]
        return squares, np.outer(believed @ shown, read)


def _nearest(matrix: Array) -> Array:
    """(3, 3) the rotation."""
    left, _, right = np.linalg.svd(matrix)
    handed = np.array([1.0, 1.0, float(np.sign(np.linalg.det(left @ right)))])
    return np.asarray((left * handed) @ right)
