"""Most movements are seen at a glance to be no exercise: that spares work, and changes nothing that is told."""

import pytest

from edge.judge.suggest import Suggester
from tests.judge.watched import Watched, watched
from tools.avatar_studio import random_idle, random_spec


def test_with_and_without_a_glance_the_same_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bool] = []
    may_fit = Suggester._may_fit

    def counted(*words: object) -> bool:
        looked.append(may_fit(*words))  # type: ignore[arg-type]
        return looked[-1]

    def told() -> list[Watched]:
        auto = [watched(spec) for spec in (random_spec(517, "lunge", "45", 5), random_spec(518, "row", "side", 4), random_idle(519, 40.0))]
        return [*auto, watched(random_spec(520, "step_up", "behind", 4), exercise="step_up")]

    monkeypatch.setattr(Suggester, "_may_fit", counted)
    with_glance = told()
    monkeypatch.setattr(Suggester, "_may_fit", lambda *_: True)
    assert [one.events for one in told()] == [one.events for one in with_glance]
    assert sum(with_glance[0].counts.values()) >= 4
    assert looked.count(False) > 10
    assert looked.count(True) > 5
