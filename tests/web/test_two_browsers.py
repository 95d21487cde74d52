"""Two browsers that ask for what belongs together at the same moment."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from edge.records import Consent, PersonRecord, Role
from edge.web.papers import Papers
from edge.web.services import Order
from edge.web.shelf import Shelf
from edge.web.workshop import USUAL, Workshop
from tests.web.box import Box, asked


def test_of_two_changes_of_somebody_neither_undoes_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(box: Box) -> None:
        ana, found = box.archive.people()[0], box.archive.person

        def meanwhile(person_id: str) -> PersonRecord:
            """Read for one change, and changed by somebody else right after that."""
            record = found(person_id)
            monkeypatch.setattr(box.archive, "person", found)
            box.archive.change_person(person_id, lambda now: replace(now, consent=Consent()))
            return record

        clinician = await box.browser().log_in(Role.CLINICIAN)
        monkeypatch.setattr(box.archive, "person", meanwhile)
        answer = await clinician.send("PATCH", f"people/{ana.id}", {"mass_kg": 71.0})
        assert answer.status_code == 200
        assert ana.consent.recording
        assert found(ana.id).consent == Consent(), "it was taken back, and stays so"
        assert found(ana.id).body.mass_kg == 71.0

    asked(tmp_path, scenario)


def test_what_was_made_of_somebody_who_is_erased_goes_though_another_asks_for_it_to_go(tmp_path: Path) -> None:
    async def scenario() -> None:
        shop = Workshop({}, USUAL, (sys.executable, "-c", "import time; time.sleep(60)"))
        papers = Papers(shop, lambda order, out: [], Shelf(tmp_path))
        for session in ("s1", "s2"):
            await papers.track(Order("track", "session", session, person="p1"))
        await asyncio.gather(papers.forget({"p1"}), papers.forget({"p1"}))
        assert shop.waiting == 0

    asyncio.run(scenario())
