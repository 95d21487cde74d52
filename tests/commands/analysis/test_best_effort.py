"""A best effort teaches the strength of what limited it, and of nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.commands.analysis.best_effort import in_words, learn_strength
from edge.commands.analysis.workload import Workload
from edge.errors import EdgeError
from edge.estimate.body.anthropometry import size_of
from edge.estimate.body.load import JOINTS, UNKNOWN, JointLoad
from edge.estimate.body.muscles import Muscles
from edge.messages import Person
from edge.physique import Physique
from edge.store.acquaintance import keep_physique, physique_of
from edge.store.archive import Archive
from tests.store.kept import opened

ANA = Person("Ana", 1.70, 65.0, "F", 30.0)
KNEE = "left_knee extension"
USUAL = Muscles(size_of(ANA)).spreads[KNEE]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path) as archive:
        yield archive


def work(**peaks: float) -> Workload:
    """Loads whose spread is that of people alone."""
    loads = dict.fromkeys(JOINTS, UNKNOWN) | {joint: JointLoad(peak, USUAL * peak, "extension") for joint, peak in peaks.items()}
    return Workload(loads, {joint: ("load.double_stance",) if joint == "left_ankle" else () for joint in JOINTS})


def test_only_what_limited_the_effort_is_learned(archive: Archive) -> None:
    learned = learn_strength(archive, ANA, work(left_knee=1.5, right_knee=1.3, left_hip=0.6, left_ankle=2.0))
    assert set(learned) == {KNEE, "right_knee extension"}
    assert 1.2 < learned[KNEE].factor < 1.5
    assert learned[KNEE].spread < USUAL
    assert "left knee extension 1." in in_words(learned)


def test_it_is_kept_beside_what_was_known_of_the_body(archive: Archive) -> None:
    keep_physique(archive, Physique(ANA, {"thigh": 0.42}, {"left_elbow flexion": (1.1, 0.1)}))
    learn_strength(archive, Person("Ana"), work(left_knee=1.5))
    kept = physique_of(archive, Person("Ana"))
    assert kept.lengths == {"thigh": 0.42}
    assert kept.person.mass_kg == 65.0
    assert set(kept.strengths) == {"left_elbow flexion", KNEE}


def test_a_second_look_at_the_same_effort_says_the_same(archive: Archive) -> None:
    """The second time the learned strength was assumed: the same film shows less of it used."""
    first = learn_strength(archive, ANA, work(left_knee=1.5))[KNEE]
    again = work(left_knee=1.5 / first.factor)
    again.loads["left_knee"] = JointLoad(1.5 / first.factor, first.spread * 1.5 / first.factor, "extension")
    assert learn_strength(archive, ANA, again)[KNEE].factor == pytest.approx(first.factor, rel=1e-3)


def test_where_nothing_can_be_trusted_nothing_is_learned(archive: Archive) -> None:
    with pytest.raises(EdgeError, match="from the side"):
        learn_strength(archive, ANA, work(left_ankle=2.0))
    assert physique_of(archive, Person("Ana")).strengths == {}
