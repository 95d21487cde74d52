"""Sessions, progress, technician and uploads in a real browser, before the real server with an archive in memory."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from edge.camera_choice import CameraChoice
from edge.cameras import Found
from edge.capture.choose import camera_options
from edge.capture.pose import PoseSource
from edge.clock import SystemClock
from edge.config import load
from edge.config_options import Camera
from edge.records import Goal
from tests.page.conftest import PHONE, Open
from tests.page.kept_visit import MISTAKE, TECHNICIAN, answer, staff_box, visit
from tests.page.made_box import MadeBox, made_box
from tests.page.test_every_view import violations

pytestmark = pytest.mark.browser

CUES = {"shallow": "squat.deeper", "trunk_lean": "squat.chest"}
LOST = {
    "text": "only the first 9.0 s of 40.0 s could be read; the file is damaged or cut off",
    "key": "trouble.file_shortfall",
    "fields": {"seconds": "9.0", "whole": "40.0"},
}


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MadeBox]:
    with staff_box(tmp_path) as made:
        yield made


# --- sessions ----------------------------------------------------------------------------------------------------


def test_every_session_says_what_became_of_its_recording(box: MadeBox, show: Open) -> None:
    page = show("#/playback")
    expect(page.locator(".session")).to_have_count(6)
    expect(page.locator(".session .damaged")).to_contain_text("The recording is damaged: the counts are kept")
    expect(page.locator(".session .cut_off")).to_contain_text("The recording was cut off")
    expect(page.locator(".session .none")).to_contain_text("Nothing was recorded")
    expect(page.locator(".session-when .doubt")).to_contain_text("The box did not know the time of day then")
    expect(page.locator(".session").first).to_contain_text("Squat 2 · Plank, held 20 s")


def test_two_sessions_are_ticked_to_be_played_side_by_side(box: MadeBox, show: Open) -> None:
    page = show("#/playback")
    expect(page.get_by_text("Tick two sessions to play them side by side.")).to_be_visible()
    boxes = page.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    href = page.get_by_role("link", name="Play side by side").get_attribute("href")
    assert re.fullmatch(r"#/playback/\w+\?beside=\w+", href or "")


def test_somebody_without_sessions_is_told_what_to_do(box: MadeBox, show: Open) -> None:
    page = show("#/playback")
    page.get_by_label("Whose").select_option(label="Bruno")
    expect(page.locator(".empty")).to_contain_text("This person has no sessions yet. Start one under Train or Clinic")


# --- progress ----------------------------------------------------------------------------------------------------


def progress(show: Open, box: MadeBox) -> Page:
    ana = box.archive.person("p1")
    object.__setattr__(ana, "goals", (Goal("squat", "range_deg", 60.0), Goal("", "sessions_a_week", 2.0)))
    page = show("#/progress")
    page.get_by_role("link", name="Ana", exact=True).click()
    page.get_by_role("button", name="Everything").click()
    return page


def test_months_are_shown_as_figures_trends_and_goals(box: MadeBox, show: Open) -> None:
    page = progress(show, box)
    expect(page.locator(".key-figures")).to_contain_text(re.compile(r"Sessions\s*6\s*Repetitions\s*12\s*Good\s*50 %"))
    expect(page.get_by_role("heading", name="Held: plank")).to_be_visible()
    page.get_by_role("button", name="Squat").click()
    trend = page.get_by_role("figure").filter(has=page.get_by_role("heading", name="Range of motion: squat"))
    expect(trend.get_by_role("img")).to_have_attribute("aria-label", "Range of motion: squat in 6 sessions")
    trend.get_by_role("button", name="As a table").click()
    expect(trend.get_by_role("row")).to_have_count(7)
    expect(page.get_by_role("figure").filter(has_text="Sessions a week").locator(".bar")).not_to_have_count(0)
    expect(page.locator(".goal-list li").first).to_contain_text(re.compile(r"Squat: 60 degrees of range\s*\d+ of 60 reached"))
    expect(page.get_by_role("heading", name="Load: squat")).to_be_visible()
    expect(page.locator(".key-figures")).to_contain_text(re.compile(r"first session, squat\s*0°"))


def test_somebody_who_never_came_has_no_charts_but_a_sentence(box: MadeBox, show: Open) -> None:
    page = show("#/progress/p2")
    expect(page.locator(".empty")).to_contain_text("No sessions yet.")
    page.get_by_label("Person").select_option(label="Ana")
    expect(page).to_have_url(re.compile("#/progress/p1$"))


# --- technician --------------------------------------------------------------------------------------------------


def test_a_technician_sees_checks_cameras_logs_and_rates(box: MadeBox, show: Open) -> None:
    page = show("#/technician")
    box.skip(5.0)
    expect(page.locator(".rates")).to_contain_text(re.compile(r"Frames a second\s*30\.0"))
    expect(page.locator(".rates")).to_contain_text(re.compile(r"Frame to answer, 95\s%\s*61 ms"))
    expect(page.locator(".findings .issue").first).to_be_visible()
    checks = page.get_by_role("region", name="Doctor's checks").get_by_role("listitem")
    expect(checks).to_have_text([re.compile("the watch was not found.*edgecoach pair", re.DOTALL), re.compile("640 x 480")])
    expect(page.get_by_text("The configuration has no mistakes.")).to_be_visible()
    expect(page.get_by_role("region", name="Cameras")).to_contain_text("/dev/video2 Integrated camera")
    expect(page.get_by_role("region", name="Cameras")).to_contain_text("there is nothing to choose")
    page.get_by_label("Find in the log").fill("disk")
    expect(page.locator(".log-lines li")).to_have_text(["09:00:03 ERROR the disk is full"])


def test_the_doctor_speaks_the_language_of_the_page_and_the_log_english(tmp_path: Path, show: Open) -> None:
    found = {"name": "watch", "level": "info", "sentence": "no watch is paired", "advice": "run `edgecoach pair`, if there is one"}
    told: dict[str, Any] = {"technician": lambda: {**TECHNICIAN, "checks": [found]}}
    with made_box(tmp_path / "box", all_open=True, **told) as box:
        page = show("")
        page.goto(box.address + "#/technician")
        page.get_by_role("button", name="Español").click()
        check = page.get_by_role("region", name="Comprobaciones").get_by_role("listitem")
        expect(check).to_contain_text("Reloj de pulsera")
        expect(check).to_contain_text("No hay ningún reloj emparejado.")
        expect(check).to_contain_text("Ejecuta edgecoach pair, si hay uno.")
        expect(page.get_by_text("El registro está siempre en inglés")).to_be_visible()
        expect(page.locator(".log-lines")).to_have_attribute("lang", "en")
        assert violations(page) == []


def test_a_camera_is_chosen_turned_and_kept(tmp_path: Path, show: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [Found(one["source"], one["device"], one["name"]) for one in TECHNICIAN["cameras"]]
    monkeypatch.setattr("edge.camera_choice.found", lambda: listed)
    path = tmp_path / "edgecoach.toml"
    path.write_text("# Ours.\n")
    choice = CameraChoice(load(path), path, lambda camera: PoseSource(camera_options(camera, tmp_path)), SystemClock())
    told: dict[str, Any] = {"technician": lambda: {**TECHNICIAN, "camera": choice.told()}, "camera": choice}
    with made_box(tmp_path / "box", all_open=True, **told) as box:
        page = show("")
        page.goto(box.address + "#/technician")
        cameras = page.get_by_role("region", name="Cameras")
        expect(cameras.get_by_role("radio", name="The first that answers")).to_be_checked()
        expect(cameras.get_by_role("button", name="Use this camera")).to_be_disabled()
        cameras.get_by_role("radio", name="Integrated camera").check()
        cameras.get_by_label("Turn the picture").select_option("90° clockwise")
        cameras.get_by_role("checkbox", name="Swap left and right").check()
        cameras.get_by_role("button", name="Use this camera").click()
        expect(cameras.get_by_role("radio", name="Integrated camera /dev/video2 · configured")).to_be_checked()
        assert violations(page) == []
        assert load(path).capture.camera == Camera(source="v4l2", device="/dev/video2", rotate_deg=90, mirror=True)
        assert path.read_text().startswith("# Ours.\n")
        path.chmod(0o444)
        cameras.get_by_role("radio", name="HD USB Camera").check()
        cameras.get_by_role("button", name="Use this camera").click()
        expect(cameras.get_by_role("alert")).to_contain_text("cannot be written (it is read-only): change it by hand")


def test_safe_mode_is_said_first_with_its_lines(tmp_path: Path, show: Open) -> None:
    with made_box(tmp_path / "safe", all_open=True, safe_mode=True, mistakes=(MISTAKE,), technician=lambda: TECHNICIAN) as safe:
        page = show("")
        page.goto(safe.address + "#/technician")
        expect(page.get_by_role("alert").filter(has_text="no device is open").first).to_be_visible()
        expect(page.get_by_role("region", name="Mistakes in the configuration")).to_contain_text("Line 14: rate_hz must be from 1 to 240")


# --- uploads -----------------------------------------------------------------------------------------------------


def test_a_file_of_another_kind_is_not_even_sent(box: MadeBox, show: Open) -> None:
    page = show("#/uploads")
    page.set_input_files("input[type=file]", {"name": "song.mp3", "mimeType": "audio/mpeg", "buffer": b"la"})
    expect(page.get_by_role("alert")).to_contain_text("This kind of file cannot be analysed")


def test_a_file_that_is_no_video_fails_with_the_boxs_own_sentence(box: MadeBox, show: Open) -> None:
    page = show("#/uploads")
    page.set_input_files("input[type=file]", {"name": "squat.mp4", "mimeType": "video/mp4", "buffer": b"no film" * 1000})
    expect(page.get_by_text("The analysis did not come about.")).to_be_visible(timeout=60_000)
    assert len(page.get_by_role("alert").inner_text()) > 10
    page.get_by_role("button", name="Analyse another file").click()
    expect(page.get_by_role("button", name="Choose a file")).to_be_visible()


def test_a_file_is_sent_watched_and_told(box: MadeBox, show: Open, tmp_path: Path) -> None:
    told = visit()["session"]
    track = visit()["track"]
    analysis = {
        "source": {"path": "squat.mp4", "duration_s": told["duration_s"], "lost_told": [LOST]},
        "view": {"quality": 0.9, "side": "front", "advice": []},
        "exercise": {"name": "squat", "confidence": 0.97, "segments": told["segments"]}, "rep_count": 13, "good_count": 11,
        "reps": told["reps"], "holds": [], "cues": told["cues"], "score": 94.1,
        "faults": [{**one, "cue_key": CUES[one["name"]]} for one in told["faults"]],
        "recommendations": ["Go deeper (2 of 8 repetitions)"], "concerns": [],
        "angles": {**track["angles"], "t_s": track["t"]},
    }  # fmt: skip
    steps = iter([{"state": "waiting", "progress": 0}, {"state": "working", "progress": 0.4}])
    page = show("")
    answer(page, r"/api/uploads\?", {"id": "u1"}, 201)
    answer(page, r"/api/uploads/u1$", lambda route: route.fulfill(json=next(steps, {"state": "done", "progress": 1, "result": analysis})))
    page.goto(box.address + "#/uploads")
    page.set_input_files("input[type=file]", {"name": "squat.mp4", "mimeType": "video/mp4", "buffer": b"film"})
    expect(page.get_by_text("Watching every frame, 40 %")).to_be_visible()
    expect(page.locator(".result-exercise")).to_have_text("Squat")
    expect(page.locator(".key-figures dd")).to_have_text(["13", "11", "94"])
    expect(page.get_by_text("Go deeper (2 of 8 repetitions)")).to_be_visible()
    expect(page.get_by_role("figure").filter(has=page.get_by_role("heading", name="Knee flexion"))).to_be_visible()
    assert violations(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save everything as JSON").click()
    assert json.loads(Path(saved.value.path()).read_text())["rep_count"] == 13
    expect(page.locator(".banner")).to_have_text(f"Not everything could be read: {LOST['text']}.")
    page.get_by_role("button", name="Español").click()
    expect(page.locator(".banner")).to_have_text(
        "No se pudo leer todo: solo se pudieron leer los primeros 9.0 s de 40.0 s; el archivo está dañado o cortado."
    )
    expect(page.get_by_text("Baja más (2 de 8 repeticiones)")).to_be_visible()
    expect(page.get_by_text("Desviación grande en 1 de 8 repeticiones: recorrido incompleto")).to_be_visible()


@pytest.mark.parametrize("view", ["playback", "progress/p1", "technician", "uploads"])
def test_a_narrow_screen_holds_every_view_in_spanish(box: MadeBox, show: Open, view: str) -> None:
    page = show(f"#/{view}", viewport=PHONE)
    page.get_by_role("button", name="Español").click()
    titles = {"playback": "Sesiones", "progress/p1": "Progreso", "technician": "Equipo", "uploads": "Analizar un archivo"}
    expect(page.locator("h1")).to_have_text(titles[view])
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
