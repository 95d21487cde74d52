"""Tracks, reports and exports made by child processes, as a browser asks for them."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from edge.records import Role
from edge.web.services import Order
from tests.web.box import Box, asked

CHILD = """
import sys
from pathlib import Path
what, who, kind, out = sys.argv[1:5]
if kind == "c3d": sys.exit("nothing was seen that could be written")
Path(out).write_text('{"t": [0.0], "what": "%s %s %s"}' % (what, who, kind))
"""


def making(order: Order, out: Path) -> Sequence[str]:
    return order.what, order.id, order.kind or "-", str(out)


@pytest.fixture(autouse=True)
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    monkeypatch.setattr("edge.web.workshop.Workshop.__init__.__defaults__", ((sys.executable, str(script)),))


def test_a_track_is_waited_for_and_kept_for_who_looks_again(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        answer = await clinician.get("sessions/s1/track")
        assert (answer.status_code, set(answer.json())) == (202, {"progress"})
        while (answer := await clinician.get("sessions/s1/track")).status_code == 202:
            await asyncio.sleep(0.02)
        assert answer.json()["what"] == "track s1 -"
        assert (await clinician.get("sessions/s1/track")).status_code == 200
        assert len(list((tmp_path / "scratch").iterdir())) == 1

    asked(tmp_path, scenario, making=making)


def test_reports_and_exports_come_as_files_under_a_safe_name_and_leave_none_behind(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        report = await clinician.send("POST", "sessions/s1/report", {"kind": "pdf"})
        assert (report.status_code, report.headers["content-type"]) == (200, "application/pdf")
        assert 'filename="edgecoach-s1-pdf.pdf"' in report.headers["content-disposition"]
        export = await clinician.get("sessions/s1/export/csv")
        assert (export.headers["content-type"], export.json()["what"]) == ("application/zip", "export s1 csv")
        over_time = await clinician.get("people/p1/report?kind=html")
        assert over_time.json()["what"] == "report p1 html"
        assert list((tmp_path / "scratch").iterdir()) == []
        assert {"exported csv", "made a report"} <= {entry.did for entry in box.archive.entries}

    asked(tmp_path, scenario, making=making)


def test_what_cannot_be_made_is_said(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        failed = await clinician.get("sessions/s1/export/c3d")
        assert (failed.status_code, failed.json()["error"]) == (409, "Nothing was seen that could be written.")
        assert (await clinician.get("sessions/s1/export/exe")).status_code == 404
        assert (await clinician.get("sessions/s9/export/csv")).status_code == 404
        assert (await clinician.send("POST", "sessions/s1/report", {"kind": "exe"})).status_code == 422

    asked(tmp_path, scenario, making=making)


def test_an_athlete_takes_home_the_report_of_what_they_just_did_and_no_other(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk = box.browser()
        assert (await kiosk.send("POST", "sessions/s1/report", {"kind": "html"})).status_code == 403
        box.services.page.session_began("s1", 1.8e9)
        assert (await kiosk.send("POST", "sessions/s1/report", {"kind": "html"})).status_code == 200
        assert (await kiosk.get("sessions/s1/export/mcap")).status_code == 403

    asked(tmp_path, scenario, making=making)


def test_a_box_that_makes_nothing_does_not_offer_it(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert (await clinician.get("sessions/s1/track")).status_code == 404
        assert "/api/sessions/{id}/track" not in (await clinician.get("openapi.json")).json()["paths"]

    asked(tmp_path, scenario)
