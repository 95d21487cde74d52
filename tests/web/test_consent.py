"""What people agree to over the API, and what ends with it."""

from contextlib import aclosing
from pathlib import Path

from edge.messages import Command
from edge.records import Role
from edge.web.desk import MOST_WAITING
from tests.web.box import Box, asked


def test_whoever_is_here_changes_what_they_agree_to_and_nothing_else(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk, consent = box.browser(), {"consent": {"recording": False, "phone": True}}
        assert (await kiosk.send("PATCH", "people/p1", consent)).status_code == 403
        box.services.page.person(box.archive.person("p1"))
        assert (await kiosk.send("PATCH", "people/p1", consent)).json()["height_m"] is None
        assert box.archive.person("p1").consent.phone
        assert (await kiosk.send("PATCH", "people/p1", {"mass_kg": 50.0})).status_code == 403
        assert (await kiosk.send("PATCH", "people/p2", consent)).status_code == 403

    asked(tmp_path, scenario)


def test_whoever_is_here_sees_what_they_agreed_to_and_nobody_elses(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk = box.browser()
        assert [one["consent"] for one in (await kiosk.get("people")).json()] == [None, None]
        box.services.page.person(box.archive.person("p1"))
        ana, ben = (await kiosk.get("people")).json()
        assert (ana["consent"]["recording"], ana["height_m"], ana["has_card"], ben["consent"]) == (True, None, None, None)

    asked(tmp_path, scenario)


async def wishes(box: Box) -> list[tuple[str, str]]:
    """What the desk was asked for until now."""
    box.services.desk.take("align", "start")
    found = []
    async with aclosing(box.services.desk.commands()) as commands:
        async for command in commands:
            assert isinstance(command, Command)
            if command.name == "align":
                break
            found.append((command.name, command.value))
    return found


def test_recording_ends_with_the_consent_to_it_and_with_nothing_else(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk, page = await box.browser().log_in(Role.CLINICIAN), box.services.page
        no, yes = {"consent": {"recording": False, "phone": False}}, {"consent": {"recording": True, "phone": False}}
        page.person(box.archive.person("p1"))
        await kiosk.send("PATCH", "people/p1", no)
        await kiosk.send("PATCH", "people/p1", yes)
        page.session_began("s1", 1.8e9)
        await kiosk.send("PATCH", "people/p2", no)
        await kiosk.send("PATCH", "people/p1", {"mass_kg": 60.0})
        assert await wishes(box) == []
        assert (await kiosk.send("PATCH", "people/p1", no)).status_code == 200
        assert await wishes(box) == [("recording", "off")]
        assert page.own_session == "s1"

    asked(tmp_path, scenario)


def test_an_end_of_recording_that_finds_no_room_is_said_and_taken_when_asked_again(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk, no = box.browser(), {"consent": {"recording": False, "phone": False}}
        box.services.page.person(box.archive.person("p1"))
        box.services.page.session_began("s1", 1.8e9)
        for _ in range(MOST_WAITING):
            box.services.desk.take("sound", "on")
        assert "press again" in (await kiosk.send("PATCH", "people/p1", no)).json()["error"]
        async with aclosing(box.services.desk.commands()) as commands:
            for _ in range(MOST_WAITING):
                await anext(commands)
        assert (await kiosk.send("PATCH", "people/p1", no)).status_code == 200
        assert await wishes(box) == [("recording", "off")]

    asked(tmp_path, scenario)
