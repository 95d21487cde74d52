"""The exercises that a box was taught: their names, their file, and what is no good in it."""

import json
from pathlib import Path

import pytest

from edge.assembly import build_pipeline, load_configuration, rules_with, shipped_rules
from edge.errors import EdgeError, InputError
from edge.lessons import free_name
from edge.state import Json, State
from edge.taught import MOST, TAUGHT, Taught, all_of, forget, keep, named, unlabelled

ENTRY: dict[str, Json] = {"counts": "elbow", "sides": "each", "least": 40.0, "joint": "elbow", "camera": "front", "told": True}
PULL = Taught("band_pull", "Band pull", ENTRY, 5, "5 repetitions of the left elbow")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Seated knee extension (band)", "seated_knee_extension_band"),
        ("  Extensión de rodilla ", "extension_de_rodilla"),
        ("Wall-slide 2", "wall_slide_2"),
        ("<b>pull</b>", "b_pull_b"),
    ],
)
def test_a_name_is_letters_digits_and_underscores(label: str, name: str) -> None:
    assert named(label) == name


@pytest.mark.parametrize("label", ["", " ", "7 up", "漢字", "x", "y" * 61])
def test_what_cannot_name_an_exercise_is_one_sentence(label: str) -> None:
    with pytest.raises(InputError, match="cannot name an exercise: use 2 to 40 letters"):
        named(label)


@pytest.mark.parametrize("label", ["Squat", "squats", "chin-up", "Push up", "auto", "Unknown", "curl alternating", "band pull"])
def test_a_name_that_is_taken_is_refused(label: str) -> None:
    rules, _ = rules_with({PULL.name: PULL.as_json()})
    with pytest.raises(InputError, match="there is an exercise called"):
        free_name(label, rules)


def test_they_are_kept_in_order_and_forgotten(tmp_path: Path) -> None:
    state, slide = State(tmp_path), Taught("wall_slide", "Wall <i>slide</i>", ENTRY)
    keep(state, PULL)
    keep(state, slide)
    assert all_of(State(tmp_path).get(TAUGHT)) == [PULL, slide]
    assert unlabelled(state.get(TAUGHT)) == {"band_pull": {"entry": ENTRY}, "wall_slide": {"entry": ENTRY}}
    forget(state, "band_pull")
    assert all_of(state.get(TAUGHT)) == [slide]
    with pytest.raises(InputError, match="no exercise called 'band_pull' was taught: taught: wall_slide"):
        forget(state, "band_pull")


def test_there_is_an_end_to_them(tmp_path: Path) -> None:
    state = State(tmp_path)
    state.put(TAUGHT, {f"pull_{i}": PULL.as_json() for i in range(MOST)})
    with pytest.raises(InputError, match="100 exercises were taught already"):
        keep(state, PULL)


def test_the_old_ones_stay_where_the_disk_takes_no_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = State(tmp_path)
    keep(state, PULL)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("edge.state.os.fsync", full)
    with pytest.raises(EdgeError, match="No space left"):
        keep(state, Taught("wall_slide", "", ENTRY))
    assert all_of(State(tmp_path).get(TAUGHT)) == [PULL]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"band_pull": {"entry": {**ENTRY, "counts": "elbo"}}}, "the taught exercise band_pull cannot be used"),
        ({"band_pull": {"entry": {**ENTRY, "least": "far"}}}, "the taught exercise band_pull cannot be used"),
        ({"band_pull": {"entry": {"counts": "elbow"}}}, "the taught exercise band_pull cannot be used"),
        ({"band_pull": {"label": "Band pull"}}, "the taught exercise band_pull cannot be used"),
        ({"squat": {"entry": ENTRY}}, "the taught exercise squat cannot be used"),
        ({"pullup": {"entry": ENTRY}}, "the taught exercise pullup cannot be used"),
        ([1, 2], "what the box was taught"),
    ],
)
def test_what_is_no_good_is_one_sentence_and_the_rest_is_used(value: Json, says: str) -> None:
    good: dict[str, Json] = {"wall_slide": {"entry": ENTRY}} if isinstance(value, dict) else {}
    rules, (sentence,) = rules_with({**value, **good} if isinstance(value, dict) else value)
    assert sentence.startswith(says)
    assert set(rules.names) == {*shipped_rules().names, *good}


def test_whatever_the_file_says_a_taught_one_is_only_counted_when_it_is_chosen() -> None:
    rules, _ = rules_with({"band_pull": {"entry": {**ENTRY, "told": False}}})
    assert {rule.told for rule in rules.of("band_pull")} == {True}
    assert not any(rule.exercise == "band_pull" for rule in rules.unasked)


def test_a_damaged_file_is_set_aside_and_the_box_goes_on(tmp_path: Path) -> None:
    (tmp_path / f"{TAUGHT}.json").write_text('{"band_pull": {')
    state = State(tmp_path)
    assert rules_with(state.get(TAUGHT)) == (shipped_rules(), ())
    (notice,) = state.notices
    assert "is damaged: kept as taught_exercises.json.damaged" in notice


def test_a_taught_name_is_good_wherever_an_exercise_is_named(tmp_path: Path) -> None:
    build_pipeline(exercise="Band-Pull", taught={PULL.name: PULL.as_json()})
    keep(State(tmp_path / "state"), PULL)
    file = tmp_path / "edgecoach.toml"
    file.write_text(f'[judge]\nexercise = "band_pull"\n[store]\nstate_dir = {json.dumps(str(tmp_path / "state"))}\n')
    assert load_configuration(file).mistakes == ()
    file.write_text('[judge]\nexercise = "band_pull"\n')
    (mistake,) = load_configuration(file).mistakes
    assert "there is no exercise called 'band_pull'" in str(mistake)
