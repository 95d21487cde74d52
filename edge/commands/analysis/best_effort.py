"""The load of a person's best effort -> what it proves of their strength, kept with what is known of their body.

Only the joints that limited the effort prove anything: those that worked nearly as hard as the hardest. Refuses to know: how a load is
found, pictures.
"""

import math
from collections.abc import Mapping
from dataclasses import replace

from edge.commands.analysis.workload import Workload
from edge.commands.kept.opening import WHO
from edge.errors import EdgeError
from edge.estimate.body.anthropometry import size_of
from edge.estimate.body.load import JointLoad
from edge.estimate.body.muscles import Muscles
from edge.estimate.body.strength import BestEffort, Strength, as_numbers, of_numbers, strengths_of
from edge.messages import Person
from edge.store.acquaintance import keep_physique, physique_of
from edge.store.archive import Archive

LIMITING = 0.8
"""Of the hardest working joint's share."""


def learn_strength(archive: Archive, person: Person, work: Workload) -> dict[str, Strength]:
    """The strengths that were learned, by generator. Raises EdgeError where no joint can be trusted, or nothing can be kept."""
    known = physique_of(archive, person)
    usual, had = Muscles(size_of(known.person)).spreads, of_numbers(known.strengths)
    efforts = [_effort(f"{joint} {load.direction}", load, had, usual) for joint, load in _limiting(work).items()]
    learned = strengths_of(efforts, usual)
    if not learned:
        raise EdgeError("no joint was seen well enough to tell its strength", "film the whole body from the side, its feet in the picture")
    numbers = {name: (round(factor, 4), round(spread, 4)) for name, (factor, spread) in as_numbers({**had, **learned}).items()}
    keep_physique(archive, replace(known, strengths=numbers), WHO)
    return learned


def in_words(learned: Mapping[str, Strength]) -> str:
    """`left knee extension 1.30 times as strong as such people, ...`."""
    return ", ".join(f"{name.replace('_', ' ')} {strength.factor:.2f} times as strong as such people" for name, strength in learned.items())


def _limiting(work: Workload) -> dict[str, JointLoad]:
    trusted = {joint: load for joint, load in work.loads.items() if math.isfinite(load.peak) and not work.doubts[joint]}
    hardest = max((load.peak for load in trusted.values()), default=0.0)
    return {joint: load for joint, load in trusted.items() if load.peak >= LIMITING * hardest > 0.0}


def _effort(generator: str, load: JointLoad, had: dict[str, Strength], usual: dict[str, float]) -> BestEffort:
    """By the tables alone, whatever strength was assumed meanwhile; the load's spread without that of the strength is the moment's."""
    assumed = had.get(generator, Strength(1.0, usual[generator]))
    moment_sd = math.sqrt(max(load.sd**2 - (load.peak * assumed.spread) ** 2, 0.0))
    return BestEffort(generator, load.peak * assumed.factor, moment_sd * assumed.factor)
