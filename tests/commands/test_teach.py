"""`edgecoach teach`: from a table of keypoints and from a kept session; listed, chosen, forgotten."""

import json
from pathlib import Path

import pytest

from edge.messages import LANDMARKS, Nobody, Pose
from edge.state import State
from edge.taught import TAUGHT, all_of
from tests.commands.program import ran
from tests.judge.watched import samples_of
from tests.scripted_visit import Unhurried, hold, wish
from tools.avatar_studio import MEASURED, random_spec, truth

SEED = 310


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    """Five times both arms up."""
    samples = samples_of(truth(random_spec(SEED, "shoulder_abduction", "front", 5, "normal", faults=0.0)), MEASURED)
    return [one for one in samples if not isinstance(one, Nobody)]


@pytest.fixture(scope="module")
def shown(poses: list[Pose], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shown") / "arms.csv"
    head = ",".join(["t_s", *(f"{name}_{axis}" for name in LANDMARKS for axis in "xyz")])
    lines = [",".join([f"{pose.t:.4f}", *(f"{value:.4f}" for value in pose.world.ravel())]) for pose in poses]
    path.write_text("\n".join([head, *lines]) + "\n")
    return path


def test_what_is_found_is_said_kept_listed_chosen_and_forgotten(shown: Path, state_directory: Path) -> None:
    code, out, problems = ran("teach", "Arms up (band)", "--from", shown, "--reps", 5, "--yes")
    assert (code, problems) == (0, "")
    assert out.startswith("Found 5 repetitions of both shoulders, from ")
    assert out.endswith("Kept. Choose it on the page, or by --exercise arms_up_band.\n")
    code, out, problems = ran("teach", "--list")
    assert (code, out[:60], problems) == (0, "arms_up_band: Arms up (band); learned from 5 repetitions of ", "")
    code, out, problems = ran("analyze", shown, "--exercise", "Arms-Up-Band", "--json", "-")
    report = json.loads(out)
    assert (code, report["exercise"]["name"], report["rep_count"]) == (0, "arms_up_band", 5)
    assert all(rep["range_deg"] > 40 and sum(rep["tempo_s"]) > 1.0 for rep in report["reps"])
    code, out, _ = ran("analyze", shown, "--json", "-")
    assert (json.loads(out)["exercise"]["name"], json.loads(out)["rep_count"]) == ("shoulder_abduction", 5)
    assert ran("teach", "--forget", "arms_up_band")[:2] == (0, "Forgotten: arms_up_band.\n")
    assert ran("teach", "--list")[1] == "No exercise was taught yet.\n"
    assert State(state_directory).get(TAUGHT) == {}


@pytest.mark.usefixtures("state_directory")
def test_what_no_pose_model_drew_is_not_corrected(shown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("edge.assembly", "edge.commands.guides.movement"):
        monkeypatch.setattr(f"{module}.landmark_errors", lambda: pytest.fail("those are a pose model's"))
    assert ran("teach", "Arms up", "--from", shown)[0] == 0
    assert ran("analyze", shown, "--json", "-")[0] == 0


def test_without_an_answer_nothing_is_kept(shown: Path, state_directory: Path) -> None:
    code, out, problems = ran("teach", "Arms up", "--from", shown)
    assert (code, problems) == (0, "")
    assert out.endswith("Not kept. Add --yes to keep it without a question.\n")
    told = json.loads(ran("teach", "Arms up", "--from", shown, "--json")[1])
    assert (told["kept"], told["name"], told["label"], told["found"]["reps"]) == (False, "arms_up", "Arms up", 5)
    assert told["entry"]["counts"] == "shoulders"
    assert State(state_directory).get(TAUGHT) is None


def test_a_kept_session_and_a_part_of_it_teach_too(poses: list[Pose], state_directory: Path) -> None:
    session = hold(wish(Unhurried(*poses))).session
    code, _, problems = ran("teach", "Arms up", "--from", session, "--yes")
    assert (code, problems) == (0, "")
    (kept,) = all_of(State(state_directory).get(TAUGHT))
    assert kept.reps == 5
    code, out, problems = ran("teach", "Arms up again", "--from", session, "--end", 1.5)
    assert (code, out, problems.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "it is not said what is taught, or who shows it: give NAME and --from FILE"),
        (("Arms up",), "it is not said what is taught"),
        (("Squats", "--from", "SHOWN"), "there is an exercise called squat already"),
        (("Arms up", "--from", "nowhere.mp4"), "nowhere.mp4"),
        (("Arms up", "--from", "20260101-000000-abcdef"), "nothing has been kept"),
        (("Arms up", "--from", "20260101-000000-abcdef.mp4"), "for the session give 20260101-000000-abcdef"),
        (("Arms up", "--from", "SHOWN", "--reps", "9"), "5 alike repetitions were seen, not 9"),
        (("Arms up", "--from", "SHOWN", "--reps", "2"), "--reps"),
        (("Arms up", "--from", "SHOWN", "--start", "500"), "nobody was seen"),
        (("--forget", "arms_up"), "no exercise called 'arms_up' was taught"),
    ],
)
def test_what_cannot_be_is_one_sentence(words: tuple[str, ...], says: str, shown: Path, state_directory: Path) -> None:
    code, out, problems = ran("teach", *(shown if word == "SHOWN" else word for word in words))
    assert (code, out, problems.count("\n")) == (2, "", 1)
    assert says in problems
    assert State(state_directory).get(TAUGHT) is None


def test_a_taught_one_that_is_no_good_is_named_and_the_rest_goes_on(state_directory: Path) -> None:
    State(state_directory).put(TAUGHT, {"band_pull": {"label": "Band pull", "entry": {"counts": "nothing"}}})
    code, out, problems = ran("teach", "--list", "--json")
    assert (code, problems) == (0, "")
    assert "the taught exercise band_pull cannot be used" in json.loads(out)["mistakes"][0]
