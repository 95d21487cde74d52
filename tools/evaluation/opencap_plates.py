"""The force plates of a marker trial -> what pushes each foot.

Refuses to know: how near we come to it.
"""

import numpy as np

from edge.estimate.body.plates import under
from edge.messages import Array
from tools.evaluation.opencap_body import SIDES, Skeleton
from tools.evaluation.opencap_trial import Trial

GRAVITY = 9.80665


def under_feet(trial: Trial, skeleton: Skeleton) -> dict[str, Array]:
    """By foot, (n, 6): force N and its moment about the laboratory's origin Nm, of the plate under it."""
    out = {f"{side}_foot": np.zeros((len(trial.t), 6)) for side in SIDES}
    for i, wrenches in enumerate(trial.plates.at(trial.t)):
        feet = {f"{side}_foot": (skeleton.centres[f"{side}_heel"][i], skeleton.centres[f"{side}_tip"][i]) for side in SIDES}
        for foot, wrench in under(wrenches, feet).items():
            out[foot][i] = wrench
    return out


def share_error(trial: Trial, measured: dict[str, Array], t: float, contacts: tuple[tuple[str, float], ...]) -> list[float]:
    """By how much the said vertical force of either foot is wrong, as a share of the weight; nothing where the trial cannot tell."""
    if not trial.valid[np.searchsorted(trial.t, t).clip(0, len(trial.t) - 1)]:
        return []
    said, weight = dict(contacts), GRAVITY * trial.model.mass
    return [said.get(foot, 0.0) - float(np.interp(t, trial.t, wrench[:, 1])) / weight for foot, wrench in measured.items()]
