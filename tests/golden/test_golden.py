"""Ten short clips through the real pose model: counted as a person counts them, and said as before.

What is said changes on purpose only: `tools/evaluate golden tests/golden --accept` prints the difference and keeps it.
The landmarks of each clip are remembered between runs, under the hash of all that makes them.
"""

import json
import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from edge.errors import InputError
from tools.evaluation import golden
from tools.evaluation.golden import Golden, Said, differences, sessions

FOLDER = Path(__file__).parent
COUNTED = (
    "bicep_curl_front", "marching_front", "push_up_side", "sit_to_stand_45", "squat_45", "squat_front", "squat_side",
    "squat_with_passer_by",
)  # fmt: skip
SQUAT: Said = [{"event": "Rep", "t": 2.5, "number": 1, "exercise": "squat"}, {"event": "Set", "t": 9.0, "number": 1, "reps": 1}]


@lru_cache
def said(name: str) -> Said:
    return Golden(FOLDER / name).said()


@pytest.mark.weights
@pytest.mark.parametrize("name", COUNTED)
def test_a_clip_is_counted_as_it_truly_is(name: str) -> None:
    truth = Golden(FOLDER / name).truth
    assert [one["exercise"] for one in said(name) if one["event"] == "Rep"] == [rep["exercise"] for rep in truth["reps"]]


@pytest.mark.weights
@pytest.mark.parametrize("name", COUNTED)
def test_repetitions_are_announced_soon_after_their_true_end(name: str) -> None:
    """Those of exercises that are confirmed by a second one come late once."""
    truth = Golden(FOLDER / name).truth
    ends = [rep["end_s"] for rep in truth["reps"]]
    announced = [one["t"] for one in said(name) if one["event"] == "Rep"]
    assert announced[-1] - ends[-1] <= 0.4
    assert all(t - end > -1.0 for t, end in zip(announced, ends, strict=True))


@pytest.mark.weights
@pytest.mark.parametrize("name", COUNTED)
def test_what_is_said_is_what_was_said_before(name: str) -> None:
    expected = Golden(FOLDER / name).expected
    assert expected, "nothing was accepted yet: tools/evaluate golden tests/golden --accept"
    assert list(differences(expected, said(name))) == []


def test_every_session_is_listed_with_its_truth() -> None:
    assert set(COUNTED) <= {session.folder.name for session in sessions(FOLDER)}
    assert all(session.truth["frames"] > 0 for session in sessions(FOLDER))


# --- how differences are told ------------------------------------------------------------------------------------------


def test_the_same_differs_in_nothing_and_some_frames_do_not_matter() -> None:
    later = [{**one, "t": one["t"] + 0.1} for one in SQUAT]
    assert list(differences(SQUAT, SQUAT)) == list(differences(SQUAT, later)) == []


@pytest.mark.parametrize("change", [{"t": 3.0}, {"exercise": "lunge"}, {"number": 2}, {"good": True}])
def test_another_time_name_or_field_is_a_difference(change: dict[str, object]) -> None:
    now = [{**SQUAT[0], **change}, SQUAT[1]]
    assert list(differences(SQUAT, now)) == [f"- {json.dumps(SQUAT[0])}", f"+ {json.dumps(now[0])}"]


def test_what_is_missing_and_what_is_new_is_named() -> None:
    assert list(differences(SQUAT, SQUAT[:1])) == [f"- {json.dumps(SQUAT[1])}"]
    assert list(differences(SQUAT, [*SQUAT, SQUAT[0]])) == [f"+ {json.dumps(SQUAT[0])}"]


def test_accepting_keeps_what_is_said_and_leaves_the_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "one"
    shutil.copytree(FOLDER / "squat_side", folder)
    before = (folder / "truth.json").read_bytes()
    monkeypatch.setattr(Golden, "said", lambda session: SQUAT)
    kept = (folder / "expected.json").read_bytes()
    (case,) = golden.golden(tmp_path)["cases"]
    assert case["differences"]
    assert (folder / "expected.json").read_bytes() == kept
    golden.golden(tmp_path, accept=True)
    assert Golden(folder).expected == SQUAT
    assert golden.golden(tmp_path)["cases"][0]["differences"] == []
    assert (folder / "truth.json").read_bytes() == before


def test_a_folder_without_sessions_is_explained(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no golden sessions"):
        golden.golden(tmp_path)
