"""A configuration -> where its landmarks are, and how they move with it.

Refuses to know: what was seen of them.
"""

from dataclasses import dataclass

import numpy as np
import pinocchio

from edge.estimate.body.attachment import Attachment
from edge.estimate.body.model import BodyModel, Placement
from edge.messages import Array


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """at: (3, n) m, world axes. ways: (3, n, 47) m per change of configuration. turning: (3, 47) every change's axis, world axes."""

    at: Array
    ways: Array
    turning: Array
    placement: Placement


class Points:
    """The landmarks of one body; their offsets may be changed."""

    def __init__(self, model: BodyModel, attachment: Attachment) -> None:
        self._model = model
        self.offsets = attachment.offsets.copy()
        self._segments = attachment.segments
        self.supports = model.supports()
        self._supported = self.supports[attachment.segments]

    def move(self, q: Array) -> Moved:
        """Of a configuration (57,)."""
        model = self._model
        pinocchio.computeJointJacobians(model.pin, model.data, q)
        placement, columns = model.placed(), model.data.J
        turned = placement.rotation[self._segments] @ self.offsets[:, :, None]
        at = (placement.origin[self._segments] + turned[:, :, 0]).T.copy()
        (x, y, z), (wx, wy, wz) = at[:, :, None], columns[3:]
        ways = np.empty((3, at.shape[1], columns.shape[1]))
        ways[0] = columns[0] + wy * z - wz * y
        ways[1] = columns[1] + wz * x - wx * z
        ways[2] = columns[2] + wx * y - wy * x
        ways *= self._supported
        return Moved(at, ways, columns[3:], placement)
