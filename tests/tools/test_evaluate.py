"""tools/evaluate: labels, scores, the memory of landmarks, and the object it writes."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from edge.commands.analysis.film import Film
from edge.commands.analysis.report import Facts
from edge.errors import InputError
from edge.messages import LANDMARKS, Nobody, Pose, Rep, Side
from tests.capture.made_video import write_video
from tools.evaluation import landmarks
from tools.evaluation.__main__ import evaluate
from tools.evaluation.baselines import peaks, thresholds
from tools.evaluation.delays import announcing, delays, once_known
from tools.evaluation.films import cut_together
from tools.evaluation.interval import rate, wilson
from tools.evaluation.labels import counted, edged
from tools.evaluation.landmarks import Clip, clip
from tools.evaluation.scores import counting, f1, known_name, matched
from tools.evaluation.tables import print_tables

SQUATS = Path(__file__).parents[1] / "capture" / "data" / "avatar_squat_side.mp4"
GOLDEN = Path(__file__).parents[1] / "golden"
FPS = 30.0


def case(true: int, found: int, exercise: str = "squat", answer: str = "squat") -> dict[str, object]:
    return {"true_reps": true, "counted": found, "exercise": exercise, "answer": answer}


# --- scores ------------------------------------------------------------------------------------------------------


def test_wilson_agrees_with_published_values() -> None:
    """Newcombe 1998, table I: 81 of 263, and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_rates_of_nothing_are_none() -> None:
    assert rate("right", [])["right"] is None
    assert rate("right", [True, False])["right"] == 0.5


def test_counting() -> None:
    summary = counting([case(5, 5), case(3, 4), case(7, 2), case(0, 2)])
    assert (summary["count_exact"], summary["count_within_one"], summary["count_mae"]) == (0.25, 0.5, 2.0)
    assert summary["false_reps"] == 2


def test_labels_fold_and_unknown_is_wrong_and_others_do_not_count() -> None:
    cases = [
        case(1, 1, "push-ups", "push_up"), case(1, 1, "elbow_flexion_bilateral", "bicep_curl"), case(1, 1, "Deep Squat", "unknown"),
        case(1, 1, "juggling", "squat"),
    ]  # fmt: skip
    assert counting(cases)["exercise_accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert known_name("juggling") is None


def test_each_completion_is_used_once() -> None:
    assert matched([1.0, 1.2, 5.0], [1.1, 1.3, 5.6]) == 2
    assert matched([1.0], [0.6, 1.4]) == 1
    assert matched([], [1.0]) == 0
    assert f1(3, 4, 3) == {"completion_f1": round(6 / 7, 4), "completion_precision": 0.75, "completion_recall": 1.0}


def announced(t: float, t_end: float) -> Rep:
    return Rep(t, 1, "squat", Side.BOTH, t_end - 2, t_end - 1, t_end, 1.5, (0.9, 0.1, 1.0), True, 100.0, 0.9)


def test_delays_run_from_the_true_end_and_leave_out_what_is_no_repetition() -> None:
    reps = [announced(3.2, 2.9), announced(6.0, 5.8), announced(9.0, 8.0)]
    assert delays(reps, [3.0, 6.1]) == pytest.approx([0.2, -0.1])
    assert delays(reps, []) == []


def test_those_that_made_a_set_certain_are_told_apart_from_those_that_came_after() -> None:
    first, second, third = announced(6.0, 2.9), announced(6.0, 5.8), announced(8.9, 8.8)
    assert once_known([first, second, third]) == [third]
    assert once_known([]) == []


def test_announcing_is_told_for_each_way_of_knowing_the_exercise() -> None:
    one = {"delays_auto_s": [7.0, 0.1], "delays_known_s": [0.1], "delays_chosen_s": [0.1]}
    summary = announcing([one, {"delays_auto_s": [0.2, -0.2], "delays_known_s": [-0.2, 0.4], "delays_chosen_s": []}])
    assert (summary["announced_within_250ms_auto"], summary["announced_within_250ms_chosen"]) == (0.75, 1.0)
    assert summary["announced_within_250ms_known"] == pytest.approx(2 / 3, abs=1e-4)
    assert (summary["announced_auto_n"], summary["announced_known_n"], summary["announced_chosen_n"]) == (4, 3, 1)
    assert summary["announce_delay_auto_p50_s"] == pytest.approx(0.15)
    assert announcing([])["announce_delay_chosen_p95_s"] is None


# --- labels ------------------------------------------------------------------------------------------------------


def labels(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "a.mp4").touch()
    return folder


def test_counts_with_notes_and_people(tmp_path: Path) -> None:
    rows = counted(labels(tmp_path, "counts.csv", 'file,exercise,true_reps,confidence,note,person\na.mp4,squat,5,high,"side, dark",p1\n\n'))
    assert [(row.path, row.exercise, row.true_reps, row.person) for row in rows] == [(tmp_path / "a.mp4", "squat", 5, "p1")]


def test_edges_with_and_without_times(tmp_path: Path) -> None:
    text = "file,exercise,labelled_rep_completions,completion_times_s\na.mp4,dips,2,1.7 0.5\na.mp4,dips,,\n"
    assert [row.completions for row in edged(labels(tmp_path, "index.csv", text))] == [(0.5, 1.7), ()]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,exercise\n", "no column file"),
        ("file,exercise,true_reps\n", "lists no clip"),
        ("file,exercise,true_reps\nb.mp4,squat,1\n", "listed and not there"),
        ("file,exercise,true_reps\na.mp4,squat,many\n", "line 2: 'many'"),
    ],
)
def test_a_wrong_label_file_is_explained(text: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=says):
        counted(labels(tmp_path, "counts.csv", text))


@pytest.mark.parametrize("kind", ["videos", "edges", "avatar"])
def test_a_folder_without_labels_says_what_is_missing(kind: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"counts\.csv|index\.csv|tools/avatar"):
        evaluate(kind, tmp_path)


def test_unknown_kind_and_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="videos, films, edges, avatar"):
        evaluate("pictures", tmp_path)
    with pytest.raises(InputError, match="is not a folder"):
        evaluate("videos", tmp_path / "nowhere")


# --- baselines ---------------------------------------------------------------------------------------------------


def squats(reps: int) -> Clip:
    """Somebody whose left knee bends to 70 degrees and straightens again, 2 s each."""
    n = int(reps * 2 * FPS) + 30
    bend = np.radians(180.0 - 110.0 * np.clip(np.sin(np.arange(n) / FPS * np.pi - np.pi / 2) * 0.5 + 0.5, 0, 1))
    image = np.zeros((n, 33, 4))
    image[:, :, 3] = 0.9
    knee = LANDMARKS.index("left_knee")
    image[:, knee, :2] = 300.0
    image[:, LANDMARKS.index("left_hip"), :2] = (300.0, 200.0)
    image[:, LANDMARKS.index("left_ankle"), 0] = 300.0 + 100.0 * np.sin(bend)
    image[:, LANDMARKS.index("left_ankle"), 1] = 300.0 - 100.0 * np.cos(bend)
    steps = np.rint(image / landmarks.IMAGE_STEP).astype(np.int32)
    facts = Facts("x", n, n, FPS, 0.0, n / FPS)
    return Clip(facts, 640, 480, np.arange(n) / FPS, np.ones(n, bool), steps, np.zeros((n, 33, 3), np.int32))


def test_the_usual_counters_count_plain_squats() -> None:
    assert thresholds(squats(4), "squat") == 4
    assert peaks(squats(4), "squat") == 4
    assert thresholds(squats(4), "plank") is None


# --- the memory of landmarks -----------------------------------------------------------------------------------------


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "edgecoach" / "landmarks"


@pytest.mark.weights
def test_a_clip_remembered_is_the_clip_watched(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = clip(SQUATS)
    monkeypatch.setattr(landmarks, "_watch", lambda path: pytest.fail("it was remembered"))
    again = clip(SQUATS)
    assert again.facts == fresh.facts
    for one, other in zip(fresh, again, strict=True):
        assert type(one) is type(other)
        assert (one.t, one.seq) == (other.t, other.seq)
        if isinstance(one, Pose) and isinstance(other, Pose):
            assert np.array_equal(one.image, other.image)
            assert np.array_equal(one.world, other.world)


@pytest.mark.weights
def test_what_is_remembered_is_what_the_camera_gave(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Pose | Nobody] = []

    class Listening(Film):
        def __iter__(self) -> Iterator[Pose | Nobody]:
            for sample in super().__iter__():
                given.append(sample)
                yield sample

    monkeypatch.setattr(landmarks, "Film", Listening)
    for one, other in zip(clip(SQUATS), given, strict=True):
        assert one.t == other.t
        if isinstance(one, Pose) and isinstance(other, Pose):
            assert np.array_equal(one.image, other.image)
            assert np.array_equal(one.world, other.world)


@pytest.mark.weights
def test_other_models_are_another_memory(memory: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    video = write_video(tmp_path / "a.mp4", frames=3)
    before = landmarks._key(video)
    assert landmarks._key(video) == before
    monkeypatch.setattr(landmarks, "model_hashes", lambda folder: {"pose": "another"})
    assert landmarks._key(video) != before


# --- the whole -------------------------------------------------------------------------------------------------------


@pytest.mark.weights
def test_videos_of_a_folder_never_seen_before(memory: Path, tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (folder / "person").mkdir()
    (folder / "person" / "squats.mp4").write_bytes(SQUATS.read_bytes())
    write_video(folder / "empty room.mp4")
    (folder / "counts.csv").write_text("file,exercise,true_reps\nperson/squats.mp4,squats,4\nempty room.mp4,none,0\n")
    counters = evaluate("videos", folder, baselines=True)
    assert json.loads(json.dumps(counters)) == counters
    assert (counters["kind"], counters["n_cases"]) == ("videos", 2)
    assert counters["summary"]["count_exact"] == 1.0
    assert counters["summary"]["exercise_accuracy"] == 1.0
    assert counters["baselines"]["peaks"]["count_within_one"] == 1.0
    out = io.StringIO()
    print_tables(Console(file=out, width=160), counters)
    assert "count_exact" in out.getvalue()
    assert "thresholds" in out.getvalue()


@pytest.mark.weights
def test_films_cut_together_of_clips(memory: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.mp4").write_bytes(SQUATS.read_bytes())
    (tmp_path / "counts.csv").write_text("file,exercise,true_reps\na.mp4,squats,4\nb.mp4,squats,4\nc.mp4,squats,4\n")
    result = evaluate("films", tmp_path)
    assert result["n_cases"] == len(result["cases"]) == 12
    assert {case["true_reps"] for case in result["cases"]} == {12}
    assert result["summary"]["count_exact"] == 1.0
    (tmp_path / "counts.csv").write_text("file,exercise,true_reps\na.mp4,squats,4\n")
    with pytest.raises(InputError, match="has 1 clips"):
        evaluate("films", tmp_path)


def test_a_film_has_one_size_and_one_time() -> None:
    def seen(size: int) -> Clip:
        t, there = 5.0 + np.arange(10) / 30.0, np.ones(10, bool)
        image = np.full((10, 33, 4), [5 * size, 5 * size, 0, 1000], np.int32)
        return Clip(Facts("a", 10, 10, FPS, 5.0, 0.3, ""), 2 * size, size, t, there, image, np.zeros((10, 33, 3), np.int32))

    film = cut_together([seen(100), seen(400), seen(200)])
    assert (film.width, film.height) == (200, 100)
    assert film.t == pytest.approx(np.arange(30) / 30.0)
    assert (film.image == [500, 500, 0, 1000]).all()


@pytest.mark.weights
def test_avatar_clips_against_their_exact_truth(memory: Path, tmp_path: Path) -> None:
    folder = tmp_path / "squat_side"
    shutil.copytree(GOLDEN / "squat_side", folder)
    result = evaluate("avatar", tmp_path)
    assert (result["kind"], result["n_cases"], result["cases"][0]["file"]) == ("avatar", 1, "squat_side/clip.mp4")
    summary = result["summary"]
    assert summary["count_exact"] == summary["exercise_accuracy"] == 1.0
    assert 0.0 < summary["knee_mae_side_deg"] < 20.0
    assert summary["knee_mae_front_deg"] is None
    assert 0.0 < summary["interval_coverage"] <= 1.0
    assert summary["interval_halfwidth_over_rmse"] > 0.0
