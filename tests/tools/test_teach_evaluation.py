"""`tools/evaluate teach`: a few of its made-up people, and what the summary says of them."""

import pytest

from tools.evaluation import teach as evaluation
from tools.evaluation.__main__ import evaluate


def test_who_shows_a_movement_and_who_does_it_are_two_and_all_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "EXERCISES", ["shoulder_abduction"])
    monkeypatch.setattr(evaluation, "IDLE_PEOPLE", 1)
    result = evaluate("teach", None)
    assert (result["kind"], result["n_cases"], result["n_people"]) == ("teach", 4, 9)
    assert {case["views"] for case in result["cases"]} == {"45 > 45", "45 > front", "side > 45", "front > 45"}
    right = [case["counted"] == case["true_reps"] for case in result["cases"]]
    assert result["summary"]["count_exact"] == sum(right) / 4
    assert result["summary"]["count_within_one"] >= result["summary"]["count_exact"] > 0.0
    assert len(result["summary"]["taught_interval"]) == 2


def test_nothing_learned_is_nothing_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation, "EXERCISES", ["squat"])
    monkeypatch.setattr(evaluation, "VIEWS", (("45", "45"),))
    monkeypatch.setattr(evaluation, "IDLE_PEOPLE", 0)
    monkeypatch.setattr(evaluation, "_learned_from", lambda spec: None)
    summary = evaluate("teach", None)["summary"]
    assert (summary["taught"], summary["count_exact"], summary["count_exact_of_taught"]) == (0.0, 0.0, None)
