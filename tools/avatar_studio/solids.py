"""Round cones, ellipsoids and boxes -> rows of numbers that the tracer reads.

Refuses to know: what they depict, light, cameras.
"""

import numpy as np
import numpy.typing as npt

from tools.avatar_studio.geometry import Array

CONE, ELLIPSOID, BOX = 0.0, 1.0, 2.0
SKIN, CLOTH, FACE, GLOSS, HAIR, THING = range(6)
"""What a surface is made of: it decides on grain and shine."""

ROW = 24
"""kind, point (3), axis or sizes (3), size a, size b, blend, rotation rows (9), spare, bounding sphere (3 + 1)."""
SPHERE = 20


class Solids:
    """A list that grows: shapes melt into their neighbours over `blend` metres."""

    def __init__(self) -> None:
        self._rows: list[Array] = []
        self._colours: list[tuple[float, ...]] = []
        self._stuff: list[int] = []

    def cone(self, a: Array, b: Array, ra: float, rb: float, colour: npt.ArrayLike, stuff: int = SKIN, blend: float = 0.002) -> None:
        """From a sphere at `a` (radius ra) to one at `b` (radius rb), m."""
        row = np.zeros(ROW)
        row[0], row[1:4], row[4:7], row[7], row[8], row[9] = CONE, a, b - a, ra, rb - ra, blend
        row[10] = 1.0 / (float(np.dot(b - a, b - a)) + 1e-12)
        row[SPHERE : SPHERE + 3] = (a + b) / 2
        row[SPHERE + 3] = float(np.linalg.norm(b - a)) / 2 + max(ra, rb)
        self._add(row, colour, stuff)

    def ellipsoid(
        self, centre: Array, radii: npt.ArrayLike, rotation: Array, colour: npt.ArrayLike, stuff: int = SKIN, blend: float = 0.002
    ) -> None:
        """Half axes `radii` (3,), m, along the columns of `rotation`."""
        r = np.asarray(radii, float)
        row = np.zeros(ROW)
        row[0], row[1:4], row[4:7], row[9], row[10:19] = ELLIPSOID, centre, 1 / r, blend, rotation.T.ravel()
        row[SPHERE : SPHERE + 3], row[SPHERE + 3] = centre, r.max()
        self._add(row, colour, stuff)

    def box(
        self, centre: npt.ArrayLike, half: npt.ArrayLike, colour: npt.ArrayLike, rotation: Array | None = None, round_m: float = 0.01
    ) -> None:
        """Half sizes `half` (3,), m, along the columns of `rotation`, with rounded edges."""
        h = np.asarray(half, float)
        row = np.zeros(ROW)
        row[0], row[1:4], row[4:7], row[7], row[9] = BOX, centre, h - round_m, round_m, 0.002
        row[10:19] = (np.eye(3) if rotation is None else rotation).T.ravel()
        row[SPHERE : SPHERE + 3], row[SPHERE + 3] = centre, np.linalg.norm(h)
        self._add(row, colour, THING)

    def _add(self, row: Array, colour: npt.ArrayLike, stuff: int) -> None:
        self._rows.append(row)
        self._colours.append(tuple(np.asarray(colour, float)))
        self._stuff.append(stuff)

    def packed(self) -> tuple[Array, Array, npt.NDArray[np.int32]]:
        """rows (n, ROW), colours (n, 3) as light, stuff (n,)."""
        rows = np.array(self._rows).reshape(-1, ROW)
        colours = as_light(np.array(self._colours).reshape(-1, 3))
        return rows, colours, np.array(self._stuff, np.int32)


def as_light(colour: npt.ArrayLike) -> Array:
    """A colour as displayed, 0..1 -> how much light the surface throws back."""
    return np.asarray(np.asarray(colour, float) ** 1.8)
