"""Teaching over the API: who may, what is answered, and that what was taught is among the exercises."""

from pathlib import Path

import pytest

from edge.lessons import Teacher
from edge.records import Role
from edge.state import State
from edge.web.desk import Desk
from tests.judge.made_states import states_of
from tests.judge.test_teach import curls
from tests.scripted_daemon import FakeClock
from tests.web.box import Box, asked


@pytest.fixture
def teacher(tmp_path: Path) -> Teacher:
    return Teacher(State(tmp_path / "taught"), Desk(FakeClock()))


def show(teacher: Teacher, *turns: float) -> None:
    for state in states_of(curls(*turns)):
        teacher.look(state)


def test_a_clinician_teaches_and_everybody_may_choose(tmp_path: Path, teacher: Teacher) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert (await clinician.get("teaching")).json()["state"] == "none"
        begun = (await clinician.send("POST", "teaching", {"label": " Band <pull> ", "reps": 4})).json()
        assert (begun["state"], begun["label"], begun["seconds"], begun["full"]) == ("watching", "Band <pull>", 0.0, False)
        show(teacher, 1, 1, 1, 1)
        assert (await clinician.get("teaching")).json()["seconds"] == pytest.approx(11.4, abs=0.2)
        found = (await clinician.send("POST", "teaching/finish")).json()
        assert found["found"] == {
            "reps": 4, "side": "left", "alternating": False, "joint": "elbow", "from_deg": pytest.approx(31, abs=3),
            "to_deg": pytest.approx(130, abs=3), "rep_s": pytest.approx(1.4, abs=0.3),
        }  # fmt: skip
        (kept,) = (await clinician.send("POST", "teaching/keep")).json()
        assert (kept["name"], kept["label"], kept["reps"]) == ("band_pull", "Band <pull>", 4)
        athlete = box.browser()
        told = {one["name"]: one for one in (await athlete.get("exercises")).json()}
        assert (told["band_pull"]["label"], told["band_pull"]["told"], told["band_pull"]["holds"]) == ("Band <pull>", True, False)
        assert "squat" in told
        assert (await athlete.get("words/es")).json()["exercise.band_pull"] == "Band <pull>"
        assert (await clinician.send("DELETE", "exercises/taught/band_pull")).json() == []
        assert "band_pull" not in {one["name"] for one in (await athlete.get("exercises")).json()}

    asked(tmp_path, scenario, teacher=teacher, words={"en": {}, "es": {}})


def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, teacher: Teacher) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        for body, status, says in (
            ({"label": "squats"}, 400, "There is an exercise called squat already"),
            ({"label": "漢字"}, 400, "cannot name an exercise"),
            ({"label": "Band pull", "reps": 2}, 422, "Reps"),
            ({"label": "x" * 61}, 422, "Label"),
        ):
            answer = await clinician.send("POST", "teaching", body)
            assert (answer.status_code, says in answer.json()["error"]) == (status, True), answer.text
        for path, says in (("finish", "Nothing is being taught now"), ("keep", "Nothing is being taught now")):
            answer = await clinician.send("POST", f"teaching/{path}")
            assert (answer.status_code, answer.json()["error"]) == (409, f"{says}: name an exercise first.")
        await clinician.send("POST", "teaching", {"label": "Band pull"})
        show(teacher, 1, 1)
        answer = await clinician.send("POST", "teaching/finish")
        assert (answer.status_code, answer.json()["error"][:33]) == (409, "Only 2 repetitions were alike: sh")
        assert (await clinician.send("DELETE", "teaching")).json()["state"] == "none"
        answer = await clinician.send("DELETE", "exercises/taught/squat")
        assert (answer.status_code, answer.json()["error"]) == (404, "No exercise called 'squat' was taught: none was taught yet.")

    asked(tmp_path, scenario, teacher=teacher)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "teaching"),
        ("POST", "teaching"),
        ("POST", "teaching/finish"),
        ("POST", "teaching/keep"),
        ("DELETE", "teaching"),
        ("GET", "exercises/taught"),
        ("DELETE", "exercises/taught/band_pull"),
    ],
)
def test_an_athlete_teaches_nothing(tmp_path: Path, teacher: Teacher, method: str, path: str) -> None:
    async def scenario(box: Box) -> None:
        athlete = box.browser()
        answer = await (athlete.get(path) if method == "GET" else athlete.send(method, path, {"label": "Band pull"}))
        assert (answer.status_code, answer.json()["error"][:25]) == (403, "This is for a clinician: ")

    asked(tmp_path, scenario, teacher=teacher)


def test_a_box_without_a_teacher_has_none(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert "/api/teaching" not in (await clinician.get("openapi.json")).json()["paths"]

    asked(tmp_path, scenario)
