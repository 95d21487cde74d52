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
        n = len(self._segments)
        self._moving = np.zeros((3, n, 6))
        """A point's velocity per linear and angular velocity about the origin: the first half is one, the second its cross product."""
        self._moving[np.arange(3), :, np.arange(3)] = 1.0

    def move(self, q: Array) -> Moved:
        """Of a configuration (57,)."""
        model = self._model
        pinocchio.computeJointJacobians(model.pin, model.data, q)
        placement, columns = model.placed(), model.data.J
        turned = placement.rotation[self._segments] @ self.offsets[:, :, None]
        at = (placement.origin[self._segments] + turned[:, :, 0]).T.copy()
        for row, column, way in ((0, 1, 2), (1, 2, 0), (2, 0, 1)):
            self._moving[row, :, 3 + column] = at[way]
            self._moving[column, :, 3 + row] = -at[way]
        ways = self._moving @ columns
        ways *= self._supported
        return Moved(at, ways, columns[3:], placement)
