"""People and their sessions over the API: who sees what of whom, and what is written down about it."""

from dataclasses import replace
from pathlib import Path

import pytest

from edge.records import Goal, Role
from edge.web.answers import SessionTold
from edge.web.api import OWN_S
from tests.web.box import LAN, Box, asked
from tests.web.memory_archive import session

CEM = {"name": " Cem ", "height_m": 1.8, "mass_kg": 80, "sex": "M", "age": 40, "goals": [], "consent": {"recording": True, "phone": False}}


def test_somebody_new_says_who_they_are_on_the_boxs_own_screen(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "people", {**CEM, "language": "es", "card": "77"})
        assert answer.status_code == 201
        assert (answer.json()["name"], answer.json()["language"], answer.json()["consent"]["recording"]) == ("Cem", "spanish", True)
        kept = box.archive.person(answer.json()["id"])
        assert (kept.body.height_m, kept.body.sex, kept.consent.given_at) == (1.8, "M", 0.0)
        assert (await box.browser().send("POST", "people/card", {"number": "77"})).json()["name"] == "Cem"

    asked(tmp_path, scenario)


@pytest.mark.parametrize(
    "wrong",
    [
        {"height_m": 17.4},
        {"name": "  "},
        {"name": "a\nb"},
        {"name": "a\u202eb"},
        {"sex": "x"},
        {"age": -1},
        {"mass_kg": "NaN"},
        {"height_m": True},
        {"admin": True},
        {"goals": [{}] * 21},
    ],
)
def test_a_body_that_nobody_has_is_said_in_one_sentence_and_not_kept(tmp_path: Path, wrong: dict[str, object]) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "people", {**CEM, **wrong})
        assert answer.status_code == 422
        assert next(iter(wrong)) in answer.json()["error"].lower()
        assert "\n" not in answer.json()["error"]
        assert len(box.archive.people()) == 2

    asked(tmp_path, scenario)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"name": ""}', "Name must not be empty."), (b"{}", "Name is missing."), (b"Ana", "What was sent is not JSON."),
        (b'{"name": "Ana", "height_m": 3}', "Height_m must be 2.6 or less."), (b'{"name": 7}', "Name must be text."),
        (b'{"name": "a\\nb"}', "Name has characters that cannot be used here."), (b"[]", "What was sent must be an object."),
        (b'{"name": "Ana", "admin": true}', "Admin is nothing that can be given here."),
        (b'{"name": "Ana", "goals": [{"exercise": "squat", "measure": "range_deg", "target": 0}]}', "Goals.0.target must be more than 0."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_a_person_would(tmp_path: Path, body: bytes, said: str) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "people", content=body)
        assert (answer.status_code, answer.json()["error"]) == (422, said)

    asked(tmp_path, scenario)


def test_a_card_of_nobody_is_said(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "people/card", {"number": "000"})
        assert (answer.status_code, "Nobody has this card" in answer.json()["error"]) == (404, True)

    asked(tmp_path, scenario)


def test_whoever_is_here_goes_on_as_they_are_now(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician, page = await box.browser().log_in(Role.CLINICIAN), box.services.page
        page.person(box.archive.person("p1"))
        await clinician.send("PATCH", "people/p2", {"name": "Bea"})
        assert page.status()["person"]["name"] == "Ana"
        await clinician.send("PATCH", "people/p1", {"name": "Anna", "consent": {"recording": True, "phone": True}})
        assert (page.status()["person"]["name"], page.phone_agreed) == ("Anna", True)

    asked(tmp_path, scenario)


def test_a_card_is_given_kept_and_taken_away(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)

        async def changed(**what: object) -> tuple[bool, int]:
            told = (await clinician.send("PATCH", "people/p2", what)).json()
            return told["has_card"], (await clinician.send("POST", "people/card", {"number": "5678"})).status_code

        assert await changed(card="56 78") == (True, 200)
        assert await changed(age=50.0) == (True, 200)
        assert await changed(card="") == (False, 404)

    asked(tmp_path, scenario)


def test_a_clinician_changes_only_what_is_given(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        goals = [{"exercise": "squat", "measure": "range_deg", "target": 100}]
        changed = (await clinician.send("PATCH", "people/p1", {"mass_kg": 61.5, "age": None, "goals": goals})).json()
        assert (changed["mass_kg"], changed["age"], changed["height_m"], changed["goals"]) == (61.5, None, 1.74, goals)

    asked(tmp_path, scenario)


def test_a_goal_is_of_an_exercise_that_there_is_or_was(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        goal = {"exercise": "flying", "measure": "range_deg", "target": 100}
        for answer in (
            await clinician.send("PATCH", "people/p1", {"goals": [goal]}),
            await clinician.send("POST", "people", {**CEM, "goals": [goal]}),
        ):
            assert answer.status_code == 400
            assert answer.json()["error"] == "There is no exercise called flying: choose one from the list, or auto."
        assert len(box.archive.people()) == 2
        box.archive.change_person("p1", lambda one: replace(one, goals=(Goal("flying", "range_deg", 90.0),)))
        assert (await clinician.send("PATCH", "people/p1", {"goals": [goal]})).json()["goals"] == [goal]
        weekly = {"exercise": "", "measure": "sessions_a_week", "target": 3}
        assert (await clinician.send("PATCH", "people/p1", {"goals": [weekly]})).json()["goals"] == [weekly]

    asked(tmp_path, scenario)


def test_a_person_is_erased_with_a_receipt_but_not_while_they_train(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        page = box.services.page
        page.person(box.archive.person("p2"))
        page.session_began("s2", 1.8e9)
        assert (await clinician.send("DELETE", "people/p2")).status_code == 409
        page.session_ended()
        assert page.status()["person"]["name"] == "Ben"
        assert "signature" in (await clinician.send("DELETE", "people/p2")).json()
        assert (await clinician.get("people/p2")).status_code == 404
        assert (page.status()["person"], page.own_session) == (None, "")

    asked(tmp_path, scenario)


def test_an_athlete_sees_the_session_that_was_just_done_until_somebody_else_comes(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk, page = box.browser(), box.services.page
        box.archive.keep(session("s2", ""))
        assert (await kiosk.get("sessions")).json() == []
        page.session_began("s1", 1.8e9)
        page.session_ended()
        assert (await kiosk.get("sessions/s1")).status_code == 200
        assert [one["id"] for one in (await kiosk.get("sessions")).json()] == ["s1"]
        assert (await kiosk.get("sessions/s2")).status_code == 403
        page.person(box.archive.person("p2"))
        assert (await kiosk.get("sessions/s1")).status_code == 403

    asked(tmp_path, scenario)


def test_whoever_trained_last_is_forgotten_some_minutes_after_the_end(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk, page = box.browser(), box.services.page
        page.person(box.archive.person("p1"))
        page.session_began("s1", 1.8e9)
        box.clock.t += 10 * OWN_S
        assert (await kiosk.get("sessions/s1")).status_code == 200
        page.session_ended()
        box.clock.t += OWN_S - 1.0
        assert (await kiosk.get("status")).json()["person"]["name"] == "Ana"
        box.clock.t += 1.0
        assert (await kiosk.get("status")).json()["person"] is None
        assert (await kiosk.get("sessions")).json() == []
        assert (await kiosk.get("sessions/s1")).status_code == 403
        assert (await kiosk.send("PATCH", "people/p1", {"language": "es"})).status_code == 403

    asked(tmp_path, scenario)


def test_a_session_is_told_in_seconds_from_its_start(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        told = (await clinician.get("sessions/s1")).json()
        SessionTold.model_validate(told)
        assert [(rep["number"], rep["start_s"], rep["end_s"], rep["good"]) for rep in told["reps"]] == [
            (1, 1.0, 3.0, True),
            (2, 4.0, 6.0, False),
        ]
        assert told["holds"][0]["end_s"] == 45.0
        assert [(one["name"], one["start_s"], one["end_s"]) for one in told["segments"]] == [("squat", 1.0, 25.0), ("plank", 25.0, 60.0)]
        assert (told["faults"][0]["t_s"], told["cues"][0]["text"], told["sets"][0]["reps"]) == (6.0, "deeper", 2)
        assert (told["cues"][0]["key"], told["cues"][0]["fields"]) == ("squat.deeper", {}), "so that a page has it in its own language"
        assert (await clinician.get("sessions/none")).status_code == 404

    asked(tmp_path, scenario)


def test_sessions_are_listed_by_person_and_time(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        for number, person in enumerate(("p1", "p2", "")):
            box.archive.keep(session(f"t{number}", person, 1.7e9 + number))
        assert [one["id"] for one in (await clinician.get("sessions")).json()] == ["s1", "t2", "t1", "t0"]
        assert [one["id"] for one in (await clinician.get("sessions?person=p1&before=1750000000")).json()] == ["t0"]
        assert [one["id"] for one in (await clinician.get("sessions?person=")).json()] == ["t2"]
        assert (await clinician.get("sessions?limit=0")).status_code == 422

    asked(tmp_path, scenario)


def test_who_looked_is_written_down_once_for_one_look(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser(LAN).log_in(Role.CLINICIAN)
        for _ in range(3):
            await clinician.get("people/p1")
        box.clock.t += 700.0
        await clinician.get("people/p1")
        assert [entry.who for entry in box.archive.entries if entry.did == "saw a person"] == [f"clinician at {LAN}"] * 2
        technician = await box.browser().log_in(Role.TECHNICIAN)
        assert (await technician.get("audit")).json()[1]["did"] == "saw a person"
        assert not any("Ana" in f"{entry.who}{entry.did}{entry.subject}" for entry in box.archive.entries)

    asked(tmp_path, scenario)


@pytest.mark.parametrize("name", ["..", "%2e%2e", "..%2f..%2fetc", "a.b", "x" * 65, "p1%00", "p1%0a"])
def test_a_name_that_is_none_of_ours_is_nobodys(tmp_path: Path, name: str) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert (await clinician.get(f"people/{name}/progress")).status_code == 404

    asked(tmp_path, scenario)


def test_a_box_that_keeps_nothing_has_no_people_and_says_so(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        for path in ("people", "sessions", "sessions/s1"):
            answer = await box.browser().get(path)
            assert (answer.status_code, answer.json()["key"]) == (503, "refusal.nothing_kept")
        new = await box.browser().send("POST", "people", {"name": "Ana"})
        assert (new.status_code, new.json()["key"]) == (503, "refusal.nothing_kept")

    asked(tmp_path, scenario, archive=None)


def test_a_session_that_was_not_kept_is_nobodys_to_list_and_no_fault(tmp_path: Path) -> None:
    """A passer-by's, or one whose record is only just being opened."""

    async def scenario(box: Box) -> None:
        box.services.page.session_began("nowhere", 1.8e9)
        answer = await box.browser().get("sessions")
        assert (answer.status_code, answer.json()) == (200, [])
        assert (await box.browser().get("sessions/nowhere")).status_code == 404

    asked(tmp_path, scenario)
