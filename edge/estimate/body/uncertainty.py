"""The information behind a configuration -> how sure each of its angles is, calibrated, and which of them nobody can tell.

Refuses to know: where the information came from.
"""

from dataclasses import dataclass

import numpy as np

from edge.estimate.body.anatomy import BALL_DOFS, Joints
from edge.estimate.body.tendencies import TENDENCY
from edge.messages import Array

UNKNOWN_SD = np.radians(30.0)
"""An angle known no better is unknown."""
TOLD_SHARE = 0.92
"""An angle whose standard deviation is not smaller than this share of what is usual anyway was told by nobody."""
QUIET, NOISE_TAU = 0.35, 0.03
"""The least misfit that is believed, and the share of each new one in the running mean."""
LOUDEST = 1.5
"""A larger misfit widens its own moment as it should, and is remembered as this: one impossible picture says nothing of the next ones."""
SCALE = 1.0
"""Landmarks' errors last for seconds and are shared between neighbours, which the information does not know."""
_PIVOT_SD = np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """sd: (47,) NaN where unknown. covariance: (47, 47) of a small change, in Pinocchio's tangent."""

    sd: Array
    covariance: Array


class Uncertainty:
    """Of one person: how noisy their landmarks are is learned."""

    def __init__(self) -> None:
        self._noise = 0.0

    def of(self, information: Array, joints: Joints, misfit: float) -> Known | None:
        """None where the information says nothing at all."""
        try:
            covariance = np.linalg.inv(information)
        except np.linalg.LinAlgError:
            return None
        loud = min(misfit, LOUDEST)
        self._noise = loud if self._noise == 0.0 else self._noise + NOISE_TAU * (loud - self._noise)
        covariance *= (SCALE * max(self._noise, QUIET, misfit - loud)) ** 2
        sd = np.sqrt(np.maximum(_variances(covariance, joints), 0.0))
        if not np.isfinite(sd).all():
            return None
        unknown = sd[3:] > np.minimum(UNKNOWN_SD, TOLD_SHARE * TENDENCY.sd[3:])
        sd[3:][unknown] = np.nan
        return Known(sd, covariance)


def _variances(covariance: Array, joints: Joints) -> Array:
    """(47,) of the angles."""
    variances = covariance.diagonal().copy()
    blocks = covariance[BALL_DOFS[:, :, None], BALL_DOFS[:, None, :]]
    variances[BALL_DOFS] = ((joints.turns @ blocks) * joints.turns).sum(axis=2)
    return variances
