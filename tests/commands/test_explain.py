"""edgecoach explain, as a person asks it."""

import json

import pytest

from edge.commands.explain import in_words, matching
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL, CLINICAL_NAMES
from tests.commands.program import ran


def test_all_angles_are_listed_with_their_ranges() -> None:
    code, out, problems = ran("explain")
    assert (code, problems) == (0, "")
    assert [line.split()[0] for line in out.splitlines()[: len(CLINICAL_NAMES)]] == list(CLINICAL_NAMES)
    assert "left_knee_flexion                 0 to 135 degrees" in out


def test_one_angle_is_explained_whole() -> None:
    out = ran("explain", "left_hip_abduction")[1]
    for said in ("against the pelvis", "X, forward", "thigh out to its side", "adduction", "-30 to 45 degrees", "Orthopaedic", "Grood"):
        assert said in out


@pytest.mark.parametrize("angle", CLINICAL, ids=lambda angle: angle.name)
def test_every_angle_has_its_lines(angle: object) -> None:
    said = in_words(angle)  # type: ignore[arg-type]
    for head in ("Definition", "Axis", "Positive", "Negative", "Normal range", "Source"):
        assert f"\n  {head}" in said


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("left_knee_flexion", ["left_knee_flexion"]),
        ("Left knee", ["left_knee_flexion"]),
        ("knees", ["left_knee_flexion", "right_knee_flexion"]),
        ("hip extension right", ["right_hip_flexion"]),
        ("neck X", ["neck_lateral_flexion"]),
        ("shoulder adduction", ["left_shoulder_abduction", "right_shoulder_abduction"]),
        ("trunk", ["trunk_inclination"]),
        ("left shoulder X", ["left_shoulder_abduction"]),
        ("pike", ["hip_offset"]),
        ("sag", ["hip_offset"]),
    ],
)
def test_words_of_an_angle_find_it(words: str, names: list[str]) -> None:
    assert [angle.name for angle in matching(words)] == names


def test_a_mistake_is_told_the_nearest() -> None:
    code, out, problems = ran("explain", "left_nee_flexion")
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert "left_knee_flexion" in problems


@pytest.mark.parametrize("nonsense", ["zzzz", "!!"])
def test_nonsense_is_told_where_the_list_is(nonsense: str) -> None:
    with pytest.raises(InputError, match="explain lists them all"):
        matching(nonsense)


def test_as_json() -> None:
    told = json.loads(ran("explain", "right_hip_abduction", "--json")[1])["angles"]
    assert [(one["name"], one["axis"], one["right_handed"], one["normal_deg"]) for one in told] == [
        ("right_hip_abduction", "X", False, [-30, 45])
    ]
    assert len(json.loads(ran("explain", "--json")[1])["angles"]) == len(CLINICAL)
