"""How much of their strength the joints used, moment by moment -> the load of a repetition, joint by joint.

Load here is strength utilisation: it says how hard a joint worked for such a person, and nothing about harm. Refuses to know: events,
repetitions' numbers, colours, sentences.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from edge.estimate.body.generators import AXES
from edge.estimate.body.muscles import GENERATORS
from edge.estimate.body.sustained import medians, width_of
from edge.messages import Array

KNOWN = 0.5
"""A joint that was not seen for this share of the time has no load, rather than that of the moments it was seen."""

JOINTS: tuple[str, ...] = (
    "neck",
    *dict.fromkeys(axis.joint for axis in AXES if axis.kind in ("shoulder", "elbow", "wrist")),
    "lumbar",
    *dict.fromkeys(axis.joint for axis in AXES if axis.kind in ("hip", "knee", "ankle")),
)
"""From head to foot."""
WITHOUT_DATA = frozenset(JOINTS) - {axis.joint for axis in AXES}
"""Nobody published their strength as a function of angle and speed: their load is unknown, not nothing."""
IN_PART = frozenset({"shoulder", "lumbar", "hip", "ankle"})
"""Kinds of joint whose sideways and turning strength nobody published so: what they show is the rest."""

_COLUMNS = {joint: [i for i, name in enumerate(GENERATORS) if name.startswith(f"{joint} ")] for joint in JOINTS}


@dataclass(frozen=True, slots=True)
class JointLoad:
    """Of one joint. peak: share of the strength, NaN where unknown; sd: one standard deviation, of people and measurement; direction:
    what it did then, such as `extension`."""

    peak: float
    sd: float
    direction: str = ""

    @property
    def band(self) -> tuple[float, float]:
        """Between which two of three such people are: one standard deviation either way of the logarithm, for a share of a strength is a
        ratio. Who is half as strong as thought uses twice the share."""
        if not self.peak > 0.0:
            return self.peak, self.peak + self.sd
        times = math.exp(math.sqrt(math.log1p((self.sd / self.peak) ** 2)))
        return self.peak / times, self.peak * times


UNKNOWN = JointLoad(np.nan, np.nan)


def loads_of(t: Array, shares: Array, sds: Array) -> dict[str, JointLoad]:
    """Of a stretch of time, by joint in the order of JOINTS. t: (n,) s; shares, sds: (n, axes, 2) as in Activation, NaN where unknown."""
    width = width_of(t)
    columns, column_sds = (np.reshape(part, (len(t), len(GENERATORS))) for part in (shares, sds))
    enough = np.isfinite(columns).sum(axis=0) >= max(KNOWN * len(t), 1.0)
    middles, middle_sds = (medians(part, width) for part in (columns, column_sds))
    peaks = [_peak(*column) if known else UNKNOWN for known, *column in zip(enough, middles.T, middle_sds.T, GENERATORS, strict=True)]
    return {joint: max((peaks[i] for i in _COLUMNS[joint]), key=_size, default=UNKNOWN) for joint in JOINTS}


def typical(repetitions: Iterable[Mapping[str, JointLoad]]) -> dict[str, JointLoad]:
    """Of several repetitions, joint by joint, the one in the middle; unknown where most are."""
    several = list(repetitions)
    return {joint: _middle([loads.get(joint, UNKNOWN) for loads in several]) for joint in JOINTS}


def shares_now(share: Array) -> dict[str, float]:
    """Of one moment, (axes, 2) as in Activation: the hardest working direction of each joint that is known."""
    flat = share.ravel()
    most = {joint: max((flat[i] for i in columns if np.isfinite(flat[i])), default=np.nan) for joint, columns in _COLUMNS.items()}
    return {joint: float(value) for joint, value in most.items() if np.isfinite(value)}


def _peak(shares: Array, sds: Array, generator: str) -> JointLoad:
    if not np.isfinite(shares).any():
        return UNKNOWN
    at = int(np.nanargmax(shares))
    return JointLoad(float(shares[at]), float(sds[at]), generator.partition(" ")[2])


def _size(load: JointLoad) -> float:
    return load.peak if np.isfinite(load.peak) else -1.0


def _middle(loads: list[JointLoad]) -> JointLoad:
    """With an even number, the lower of the two; unknown ones count as nothing and so never raise it."""
    known = sorted((load for load in loads if np.isfinite(load.peak)), key=_size)
    return known[(len(known) - 1) // 2] if len(known) > 0.5 * len(loads) else UNKNOWN
