"""Rendered clips: the body is where the truth says, files are whole, commands say what is wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.messages import LANDMARKS
from tools.avatar_studio import Part, RepPlan, Scene, Spec, random_spec, truth
from tools.avatar_studio.__main__ import main
from tools.avatar_studio.body import Joints
from tools.avatar_studio.clip import as_json, make_clip
from tools.avatar_studio.film import FilmFailed, write_film
from tools.avatar_studio.population import half_hidden, half_out, seen_from_anywhere
from tools.avatar_studio.showcase import demo, golden
from tools.avatar_studio.studio import Studio

ROOT = Path(__file__).parents[2]
GOLDEN, DEMO = ROOT / "tests" / "golden", ROOT / "edge" / "demo_clip"
SMALL = 128
DIRECTIONS = ("pelvis_r", "chest_r", "head_r", "foot_r", "hand", "thumb", "palm")


def _short(view: str = "45", scene: Scene | None = None) -> Spec:
    spec = random_spec(21, "squat", view, size=SMALL)
    quick = Part("squat", (RepPlan(0.1, 0.0, 0.1),))
    return replace(spec, parts=(quick,), scene=scene or spec.scene, fps=15.0)


def test_the_body_is_drawn_where_the_truth_says() -> None:
    real = truth(_short())
    away = {f.name: getattr(real.joints, f.name) + 50.0 for f in fields(Joints) if f.name not in DIRECTIONS}
    empty = replace(real.joints, **away)
    picture, room = Studio(real).picture(0).astype(int), Studio(replace(real, joints=empty)).picture(0).astype(int)
    body = np.abs(picture - room).sum(-1) > 40
    for x, y in real.px[0, [0, 11, 12, 23, 24, 25, 26]]:
        assert body[round(y) - 1 : round(y) + 2, round(x) - 1 : round(x) + 2].any()
    assert not body[:4].any()
    assert 0.05 < body.mean() < 0.4


def test_the_same_frame_is_the_same_picture() -> None:
    real = truth(_short())
    one, other = Studio(real), Studio(real)
    one.picture(1)
    assert np.array_equal(one.picture(2), other.picture(2))


def test_somebody_walks_past_and_a_bench_hides_the_shins() -> None:
    plain = truth(_short())
    walker = Studio(replace(plain, spec=replace(plain.spec, scene=replace(plain.spec.scene, passer_by_s=-2.0))))
    bench = Studio(replace(plain, spec=replace(plain.spec, scene=replace(plain.spec.scene, occluder="bench"))))
    picture = Studio(plain).picture(0).astype(int)
    assert (np.abs(walker.picture(0) - picture).sum(-1) > 40).mean() > 0.03
    knee, ankle = plain.px[0, [25, 27]]
    shin = np.linspace(knee, ankle, 20).round().astype(int)
    changed = np.abs(bench.picture(0).astype(int) - picture).sum(-1) > 40
    assert changed[shin[:, 1], shin[:, 0]].any()


def test_from_anywhere_is_another_side_and_height_of_the_same_movement() -> None:
    specs = [random_spec(seed, "squat", "front") for seed in range(560, 580)]
    seen = [seen_from_anywhere(spec) for spec in specs]
    assert [spec.parts for spec in seen] == [spec.parts for spec in specs]
    azimuths, heights = ([getattr(spec.camera, name) for spec in seen] for name in ("azimuth_deg", "height"))
    assert min(azimuths) < -90.0
    assert max(azimuths) > 90.0
    assert min(heights) < 0.8
    assert max(heights) > 1.5
    for spec in seen:
        picture = spec.camera.width, spec.camera.height_px
        assert ((truth(spec).px >= 0.0) & (truth(spec).px <= picture)).mean() > 0.99, "all of them is in the picture"


def test_from_near_some_of_the_body_is_out_of_the_picture_and_oftener_the_legs() -> None:
    specs = [half_out(random_spec(seed, "squat", "45")) for seed in range(600, 620)]
    inside = []
    for spec in specs:
        picture = spec.camera.width, spec.camera.height_px
        px = truth(spec).px
        inside.append(((px >= 0.0) & (px <= picture)).all(axis=2).mean(axis=0))
    seen = np.array(inside)
    assert (seen.mean(axis=1) < 0.99).mean() > 0.8, "of most something is out"
    assert seen.mean(axis=1).min() > 0.1, "of all something is in"
    head, ankles = seen[:, LANDMARKS.index("nose")].mean(), seen[:, LANDMARKS.index("left_ankle")].mean()
    assert head > ankles + 0.2


def test_half_hidden_are_legs_behind_something_and_somebody_walks_past() -> None:
    plain = [random_spec(seed, exercise, "45") for seed, exercise in zip(range(580, 600), ["lunge", "push_up"] * 10, strict=True)]
    hidden = [half_hidden(spec) for spec in plain]
    assert [(spec.parts, spec.camera) for spec in hidden] == [(spec.parts, spec.camera) for spec in plain], "nothing else is another"
    assert {spec.scene.occluder for spec in hidden[::2]} == {"bench", "box"}
    assert {spec.scene.occluder for spec in hidden[1::2]} == {""}, "it would hide all of who lies on the floor"
    assert len({spec.scene.passer_by_s for spec in hidden}) == len(hidden)


def test_a_clip_and_its_truth_are_written_together(tmp_path: Path) -> None:
    spec = _short()
    ticks: list[int] = []
    make_clip(tmp_path, "a", spec, lambda: ticks.append(1))
    film = cv2.VideoCapture(str(tmp_path / "a.mp4"))
    told = json.loads((tmp_path / "a.json").read_text())
    assert film.get(cv2.CAP_PROP_FRAME_COUNT) == len(ticks) == told["frames"] == len(told["angles"]["left_knee"])
    assert film.get(cv2.CAP_PROP_FPS) == pytest.approx(15.0)
    assert told["reps"][0].keys() == {"exercise", "start_s", "turn_s", "end_s", "side", "fault"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.json", "a.mp4"]


def test_an_interrupted_film_leaves_nothing_behind(tmp_path: Path) -> None:
    def broken() -> Iterator[np.ndarray]:
        yield np.zeros((64, 64, 3), np.uint8)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_film(tmp_path / "a.mp4", broken(), 30.0)
    assert list(tmp_path.iterdir()) == []


def test_an_encoder_that_refuses_is_quoted(tmp_path: Path) -> None:
    odd = (np.zeros((33, 33, 3), np.uint8) for _ in range(2))
    with pytest.raises(FilmFailed):
        write_film(tmp_path / "missing" / "a.mp4", odd, 30.0)


def test_without_ffmpeg_opencv_writes_the_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    write_film(tmp_path / "a.mp4", (np.full((64, 64, 3), 40 * k, np.uint8) for k in range(4)), 30.0)
    assert cv2.VideoCapture(str(tmp_path / "a.mp4")).get(cv2.CAP_PROP_FRAME_COUNT) == 4


def test_a_population_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    made: list[str] = []

    def touch(folder: Path, name: str, *_: object) -> None:
        if len(made) == 2:
            made.append("stop")
            raise KeyboardInterrupt
        made.append(name)
        (folder / f"{name}.mp4").touch()
        (folder / f"{name}.json").touch()

    monkeypatch.setattr("tools.avatar_studio.__main__.make_clip", touch)
    words = ["population", str(tmp_path), "--count", "4", "--seed", "50"]
    assert main(words) == 130
    assert main(words) == 0
    assert "2 of 4 clips are there already" in capsys.readouterr().err
    assert len(list(tmp_path.glob("*.json"))) == 4


@pytest.mark.parametrize(
    ("words", "view", "passer_by"),
    [([], "front", False), (["--hidden"], "front", True), (["--anywhere", "--hidden"], "anywhere", True), (["--close"], "front", False)],
)
def test_a_population_may_be_half_hidden_and_seen_from_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], view: str, passer_by: bool
) -> None:
    made: list[Spec] = []
    monkeypatch.setattr("tools.avatar_studio.__main__.make_clip", lambda folder, name, spec, *_: made.append(spec))
    assert main(["population", str(tmp_path), "--count", "1", "--seed", "51", *words]) == 0
    assert [(spec.view, spec.scene.passer_by_s is not None) for spec in made] == [(view, passer_by)]


def test_seeds_kept_for_judging_are_refused_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clip", str(tmp_path / "a.mp4"), "--seed", "900000"]) == 2
    assert main(["population", str(tmp_path), "--seed", "899990", "--count", "40"]) == 2
    assert "kept for judging" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_help_shows_examples_without_loading_the_renderer() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tools.avatar_studio", "--help"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "tools/avatar population DIR --count 40" in told.stdout
    assert "numba" not in told.stderr


@pytest.mark.parametrize("name", golden())
def test_golden_clips_are_small_and_their_truth_is_the_studios(name: str) -> None:
    clip, told = GOLDEN / name / "clip.mp4", json.loads((GOLDEN / name / "truth.json").read_text())
    assert clip.stat().st_size < 150_000
    assert told["reps"] == as_json(truth(golden()[name]))["reps"]


def test_the_demo_is_small_and_shows_what_the_issue_asks_for() -> None:
    told = json.loads((DEMO / "truth.json").read_text())
    assert (DEMO / "demo.mp4").stat().st_size < 2_000_000
    assert 20 <= told["frames"] / told["fps"] <= 40
    squats = [r for r in told["reps"] if r["exercise"] == "squat"]
    assert (len(squats), sum(bool(r["fault"]) for r in squats), len(told["reps"]) - len(squats)) == (8, 2, 5)
    assert told["reps"] == as_json(truth(demo()))["reps"]
