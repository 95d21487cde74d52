"""Tracks, reports and exports made by child processes, as a browser asks for them."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from edge.records import Role
from edge.web import shelf
from edge.web.services import Order
from edge.web.shelf import Shelf, in_memory
from tests.web.box import Box, asked
from tests.web.memory_archive import session

CHILD = """
import os, sys, time
from pathlib import Path
what, who, kind, out, asked, language = sys.argv[1:7]
if kind == "c3d": sys.exit("nothing was seen that could be written")
if kind == "mcap":
    Path(out).with_name(".%s-1.part" % Path(out).stem).write_text("")
    time.sleep(60)
Path(out).write_text('{"t": [0.0], "what": "%s %s %s", "key": "%s", "asked": "%s", "language": "%s"}'
    % (what, who, kind, os.environ.get("CREDENTIALS_DIRECTORY"), asked, language))
"""


def making(order: Order, out: Path) -> Sequence[str]:
    return order.what, order.id, order.kind or "-", str(out), order.who, order.language


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
            await asyncio.sleep(0.05)
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
        assert export.json()["asked"] == over_time.json()["asked"] == "clinician at 127.0.0.1"
        assert not {entry.did for entry in box.archive.entries} & {"exported csv", "made a report", "saw a session's report"}

    asked(tmp_path, scenario, making=making)


def test_what_was_made_of_somebody_is_gone_when_they_are_erased(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician, scratch = await box.browser().log_in(Role.CLINICIAN), tmp_path / "scratch"
        box.archive.keep(session("s2", "p2"))
        for one in ("s1", "s2"):
            while (await clinician.get(f"sessions/{one}/track")).status_code == 202:
                await asyncio.sleep(0.05)
        waiting = asyncio.create_task(clinician.get("sessions/s1/export/mcap"))
        while len(list(scratch.iterdir())) < 3:
            await asyncio.sleep(0.05)
        assert "signature" in (await clinician.send("DELETE", "people/p1")).json()
        assert (await waiting).status_code == 409
        (left,) = scratch.iterdir()
        assert "s2" in left.read_text()

    asked(tmp_path, scenario, making=making)


def test_what_was_made_of_somebody_is_gone_soon_after_they_are_erased_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another process; a guest's session too, and one that went for its age."""
    monkeypatch.setattr("edge.web.erased.Erased.work.__defaults__", (0.02,))

    async def scenario(box: Box) -> None:
        clinician, scratch, page = await box.browser().log_in(Role.CLINICIAN), tmp_path / "scratch", box.services.page
        box.archive.keep(session("s2", "p2"))
        box.archive.keep(session("s3", ""))
        for one in ("s1", "s2", "s3"):
            while (await clinician.get(f"sessions/{one}/track")).status_code == 202:
                await asyncio.sleep(0.05)
        page.person(box.archive.person("p1"))
        waiting = asyncio.create_task(clinician.get("people/p1/report?kind=html"))
        box.archive.full = True
        box.archive.erase_quietly("p1", "s1", "s3")
        await asyncio.sleep(0.2)
        assert len(list(scratch.iterdir())) >= 3, "an archive that does not answer says nothing about anybody"
        assert page.person_id == "p1"
        await waiting
        box.archive.full = False
        async with asyncio.timeout(60):
            while len(list(scratch.iterdir())) > 1 or page.person_id:
                await asyncio.sleep(0.05)
        (left,) = scratch.iterdir()
        assert "s2" in left.read_text()

    asked(tmp_path, scenario, making=making)


def test_the_key_that_systemd_holds_reaches_who_works_on_what_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", "/run/credentials/edgecoach.service")

    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert (await clinician.get("sessions/s1/export/csv")).json()["key"] == "/run/credentials/edgecoach.service"

    asked(tmp_path, scenario, making=making)


def test_tracks_and_reports_lie_in_memory_where_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario(box: Box) -> None:
        clinician, memory = await box.browser().log_in(Role.CLINICIAN), tmp_path / "memory"
        assert oct(memory.stat().st_mode)[-3:] == "700"
        while (await clinician.get("sessions/s1/track")).status_code == 202:
            await asyncio.sleep(0.05)
        assert (len(list(memory.iterdir())), list((tmp_path / "scratch").iterdir())) == (1, [])
        monkeypatch.setattr(shelf, "ROOM", 2**60)
        assert Shelf(tmp_path, memory).place() == tmp_path

    asked(tmp_path, scenario, making=making, memory=tmp_path / "memory")
    assert not (tmp_path / "memory").exists()


def test_memory_that_was_taken_away_is_not_used_any_more(tmp_path: Path) -> None:
    """Linux removes a user's folder in memory when they log out."""
    assert Shelf(tmp_path, tmp_path / "gone").place() == tmp_path


def test_a_folder_that_others_may_look_into_is_not_used(tmp_path: Path) -> None:
    theirs, link = tmp_path / "theirs", tmp_path / "link"
    theirs.mkdir()
    link.symlink_to(theirs)
    with shelf.emptied(link) as given:
        assert given is None
    assert theirs.exists()


def test_memory_is_told_from_a_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk, memory = tmp_path / "disk", tmp_path / "memory"
    (disk / "deep").mkdir(parents=True)
    memory.mkdir()
    (tmp_path / "mounts").write_text(f"/dev/x / ext4 rw 0 0\ntmpfs {tmp_path} tmpfs rw 0 0\n/dev/x {disk} ext4 rw 0 0\n")
    monkeypatch.setattr(shelf, "MOUNTS", tmp_path / "mounts")
    monkeypatch.setattr(shelf, "SHARED", tmp_path / "nowhere")
    for own, found in ((disk / "deep", None), (memory, memory / "box")):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
        assert in_memory("box") == found


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


def test_a_report_speaks_the_persons_language_else_the_viewers_else_the_boxs(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)

        async def spoken(wish: dict[str, str]) -> list[str]:
            session_report = await clinician.send("POST", "sessions/s1/report", {"kind": "pdf", **wish})
            person_report = await clinician.get("people/p1/report", params={"kind": "pdf", **wish})
            return [session_report.json()["language"], person_report.json()["language"]]

        assert await spoken({}) == ["spanish", "spanish"]
        assert await spoken({"language": "en"}) == ["english", "english"]
        await clinician.send("PATCH", "people/p1", {"language": "es"})
        assert await spoken({"language": "en"}) == ["spanish", "spanish"]
        assert (await clinician.get("people/p1/report?language=xx")).status_code == 422

    asked(tmp_path, scenario, making=making, language="spanish")


def test_a_box_that_makes_nothing_does_not_offer_it(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert (await clinician.get("sessions/s1/track")).status_code == 404
        assert "/api/sessions/{id}/track" not in (await clinician.get("openapi.json")).json()["paths"]

    asked(tmp_path, scenario)
