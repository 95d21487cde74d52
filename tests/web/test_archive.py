"""The API on the real archive, and a real track made by the real program: from a kept session to what playback shows."""

import asyncio
import json
from pathlib import Path

from edge.front import CHILDREN, making
from edge.messages import Person
from edge.records import Goal, Role
from edge.web.answers import Track
from tests.store.kept import met, opened, trained
from tests.web.box import Box, asked


def test_people_and_sessions_are_kept_shown_and_erased(tmp_path: Path) -> None:
    with opened(tmp_path / "state") as archive:
        anna = met(archive, goals=(Goal("squat", "sessions_a_week", 3.0),))
        summary = trained(archive, anna.id)

        async def scenario(box: Box) -> None:
            clinician = await box.browser().log_in(Role.CLINICIAN)
            assert [one["name"] for one in (await clinician.get("people")).json()] == [anna.body.name]
            (listed,) = (await clinician.get(f"sessions?person={anna.id}")).json()
            assert (listed["id"], listed["reps"]) == (summary.id, summary.reps)
            told = (await clinician.get(f"sessions/{summary.id}")).json()
            assert len(told["reps"]) == told["rep_count"]
            progress = (await clinician.get(f"people/{anna.id}/progress")).json()
            assert [one["id"] for one in progress["sessions"]] == [summary.id]
            changed = await clinician.send("PATCH", f"people/{anna.id}", {"consent": {"recording": True, "phone": True}})
            assert changed.json()["consent"]["phone"] is True
            assert "signature" in (await clinician.send("DELETE", f"people/{anna.id}")).json()
            assert (await clinician.get(f"sessions/{summary.id}")).status_code == 404
            technician = await box.browser().log_in(Role.TECHNICIAN)
            assert "saw a session" in {entry["did"] for entry in (await technician.get("audit")).json()}

        asked(tmp_path, scenario, archive=archive)
        assert archive.verify() == []


def test_somebody_new_and_their_card_are_found_again(tmp_path: Path) -> None:
    with opened(tmp_path / "state") as archive:

        async def scenario(box: Box) -> None:
            kiosk = box.browser()
            added = await kiosk.send("POST", "people", {"name": "Ana", "card": "12 34", "consent": {"recording": True}})
            assert added.status_code == 201
            assert (await kiosk.send("POST", "people/card", {"number": "1234"})).json()["id"] == added.json()["id"]
            again = await kiosk.send("POST", "people", {"name": "Ben", "card": "1234"})
            assert (again.status_code, again.json()["key"]) == (400, "refusal.others_card")

        asked(tmp_path, scenario, archive=archive)
        (ana,) = archive.people()
        assert ana.body == Person("Ana")
        assert ana.consent.recording


def test_a_card_changes_hands_only_after_it_was_taken_away(tmp_path: Path) -> None:
    with opened(tmp_path / "state") as archive:

        async def scenario(box: Box) -> None:
            clinician = await box.browser().log_in(Role.CLINICIAN)
            ana, ben = [(await clinician.send("POST", "people", {"name": name})).json()["id"] for name in ("Ana", "Ben")]
            assert (await clinician.send("PATCH", f"people/{ana}", {"card": "12 34"})).json()["has_card"] is True
            assert (await clinician.send("PATCH", f"people/{ben}", {"card": "1234", "age": 50})).status_code == 400
            assert archive.person(ben).body.age is None
            assert (await clinician.send("PATCH", f"people/{ana}", {"card": ""})).json()["has_card"] is False
            assert (await clinician.send("PATCH", f"people/{ben}", {"card": "1234"})).status_code == 200
            assert (await clinician.send("POST", "people/card", {"number": "1234"})).json()["id"] == ben

        asked(tmp_path, scenario, archive=archive)


def test_a_kept_recording_becomes_a_track_by_the_real_program(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with opened(state) as archive:
        anna = met(archive)
        summary = trained(archive, anna.id)
        (tmp_path / CHILDREN).write_text(f"[store]\nstate_dir = {json.dumps(str(state))}\n")

        async def scenario(box: Box) -> None:
            clinician = await box.browser().log_in(Role.CLINICIAN)
            while (answer := await clinician.get(f"sessions/{summary.id}/track")).status_code == 202:
                await asyncio.sleep(0.2)
            assert answer.status_code == 200, answer.text
            Track.model_validate(answer.json())
            assert len(answer.json()["t"]) > 10
            progress = (await clinician.get(f"people/{anna.id}/progress")).json()
            table = await clinician.get(f"sessions/{summary.id}/export/csv")
            assert table.status_code == 200, table.text
            assert set(progress["sessions"][0]["load"]) == {one["exercise"] for one in progress["sessions"][0]["exercises"]}

            noted = [(entry.who, entry.did) for entry in archive.audit(50) if entry.subject == summary.id and entry.did != "saw a session"]
            by = "clinician at 127.0.0.1"
            assert sorted(noted) == [(by, "exported csv"), (by, "saw a session's movements")]

        asked(tmp_path, scenario, archive=archive, making=making(tmp_path / CHILDREN))
