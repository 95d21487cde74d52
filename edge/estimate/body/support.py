"""The places that carry a body -> where on them the pressure is, and how surely: what ground.py shares forces between.

World axes, y up. Refuses to know: how contact was found, forces.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from edge.estimate.body.ground import Support
from edge.messages import Array

MIDDLE, ON_TIPTOE, ON_THE_HEEL = 0.40, 0.78, 0.12
"""Of the sole from heel to tip: where people stand (4 cm before the ankle, Winter 1995), the metatarsal heads, the calcaneus."""
FLAT_M, TILTED_M, LIFTED_M = 0.04, 0.065, 0.09
"""Heel above toes, or toes above heel: by less, a pose cannot tell from flat; by more, what is higher moves, and then
carries nothing."""
SOLE_SPREAD_M, EDGE_SPREAD_M, SOLE_TWIST_NM = (0.035, 0.02), (0.015, 0.02), 5.0
"""Of people who stand and squat (King & Zatsiorsky 2002 report 2 to 4 cm along the foot)."""
SPREAD_M = {
    "palm": (0.02, 0.02), "elbow": (0.02, 0.02), "knee": (0.02, 0.02), "seat": (0.06, 0.08), "back": (0.12, 0.08), "rump": (0.05, 0.08),
}  # fmt: skip
TWIST_NM = 3.0
HEEL_SHARE = 0.4
"""Of the way from the wrist to the palm: the thenar eminences, 3 cm below the joint."""
SEGMENT_OF = {"foot": "foot", "palm": "hand", "elbow": "forearm", "knee": "shank", "seat": "pelvis", "rump": "pelvis", "back": "thorax"}
"""Of the place that touches."""


def segment_of(place: str) -> str:
    """right_palm -> right_hand."""
    side, _, name = place.rpartition("_")
    return f"{side}_{SEGMENT_OF[name]}" if side else SEGMENT_OF[name]


def supports_of(touching: Iterable[str], spots: dict[str, Array], hanging: bool) -> Iterator[Support]:
    """touching: places as ContactFinder names them. spots: (3,) m by name."""
    for place in sorted(touching):
        side, _, name = place.rpartition("_")
        if name == "foot":
            yield sole_support(place, spots[f"{side}_heel"], spots[f"{side}_tip"])
        else:
            point = _heel_of_hand(spots, side) if name == "palm" and not hanging else spots[place]
            yield Support(segment_of(place), point, np.eye(3), SPREAD_M[name], TWIST_NM, hanging)


def _heel_of_hand(spots: dict[str, Array], side: str) -> Array:
    """(3,) m: who leans on a hand leans on its heel, just below the wrist, however the fingers lie."""
    wrist, palm = spots[f"{side}_wrist"], spots[f"{side}_palm"]
    return np.asarray(wrist + HEEL_SHARE * (palm - wrist))


def sole_support(segment: str, heel: Array, tip: Array) -> Support:
    """A foot, flat or on either end."""
    apart = float(heel[1] - tip[1])
    lift = min(max((abs(apart) - FLAT_M) / (LIFTED_M - FLAT_M), 0.0), 1.0)
    share = MIDDLE + lift * ((ON_TIPTOE if apart > 0.0 else ON_THE_HEEL) - MIDDLE)
    point = heel + share * (tip - heel)
    ahead = np.array([tip[0] - heel[0], 0.0, tip[2] - heel[2]])
    ahead /= max(float(np.linalg.norm(ahead)), 1e-6)
    axes = np.array([ahead, [0.0, 1.0, 0.0], [-ahead[2], 0.0, ahead[0]]]).T
    along = SOLE_SPREAD_M[0] + lift * (EDGE_SPREAD_M[0] - SOLE_SPREAD_M[0])
    return Support(segment, np.array([point[0], min(heel[1], tip[1]), point[2]]), axes, (along, SOLE_SPREAD_M[1]), SOLE_TWIST_NM)


def standing_places(touching: Iterable[str], spots: dict[str, Array]) -> dict[str, Array]:
    """(3,) m by name of what does not move: of a foot, the end or the ends that are down."""
    found = {}
    for place in touching:
        side, _, name = place.rpartition("_")
        if name != "foot":
            found[place] = spots[place]
            continue
        heel, tip = spots[f"{side}_heel"], spots[f"{side}_tip"]
        if heel[1] - tip[1] < TILTED_M:
            found[f"{side}_heel"] = heel
        if tip[1] - heel[1] < TILTED_M:
            found[f"{side}_tip"] = tip
    return found
