"""What a fresh pipeline is made of."""

from pathlib import Path

import pytest

from edge.assembly import build_pipeline, load_configuration, shipped_rules
from edge.errors import InputError
from edge.judge.judge import Judge
from edge.messages import Exercise, Person, Tick


def test_the_tables_are_parsed_once() -> None:
    assert shipped_rules() is shipped_rules()


def test_pipelines_share_nothing_that_changes() -> None:
    one, other = build_pipeline(), build_pipeline()
    assert one is not other
    assert one.state is other.state is None


@pytest.mark.parametrize("name", ["auto", *shipped_rules().names, "Push-Ups", "elbow_flexion_bilateral"])
def test_every_known_name_makes_a_pipeline(name: str) -> None:
    events = list(build_pipeline(Person("Ana", 1.7, 60.0, "F", 40.0), name).feed(Tick(0.0)))
    assert [event.name for event in events if isinstance(event, Exercise)] == ["idle"]


def test_an_unknown_exercise_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"'sqaut'.*squat") as problem:
        build_pipeline(exercise="sqaut")
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize("name", ["idle", "unknown", "Idle"])
def test_an_answer_is_no_exercise_that_anybody_can_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"there is no exercise called '{name}'"):
        build_pipeline(exercise=name)
    file = tmp_path / "edgecoach.toml"
    file.write_text(f'[judge]\nexercise = "{name}"\n')
    (mistake,) = load_configuration(file).mistakes
    assert (mistake.line, mistake.option) == (2, "judge.exercise")
    file.write_text('[judge]\nexercise = "auto"\n')
    assert not load_configuration(file).mistakes


@pytest.mark.parametrize(("said", "handed_on"), [("auto", None), ("deep squats", "squat")])
def test_what_is_handed_to_the_judge(said: str, handed_on: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen: list[str | None] = []
    monkeypatch.setattr(Judge, "choose", lambda judge, exercise: chosen.append(exercise))
    build_pipeline(exercise=said)
    assert chosen == [handed_on]


def test_a_wrong_exercise_in_the_configuration_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "edgecoach.toml"
    file.write_text('[judge]\nexercise = "sqaut"\n')
    (mistake,) = load_configuration(file).mistakes
    assert mistake.line == 2
    assert "squat" in mistake.message


def test_a_right_one_is_none(tmp_path: Path) -> None:
    file = tmp_path / "edgecoach.toml"
    file.write_text('[judge]\nexercise = "Push-Ups"\n')
    assert not load_configuration(file).mistakes
