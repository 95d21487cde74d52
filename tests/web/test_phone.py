"""A phone beside the box: paired by the code it shows, a remote and a sensor, on the local network only."""

import asyncio
import json
import xml.etree.ElementTree as ET
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from edge.capture.phone import PhoneSource
from edge.errors import EdgeError
from edge.messages import Command, Person
from edge.records import Consent, PersonRecord, Role
from edge.web.application import Reach
from edge.web.badges import Standing
from edge.web.floor import Floor
from edge.web.pairing import LASTS_S, TRIES
from edge.web.phone_talk import NO_SENSOR, NOT_AGREED, NOT_UNDERSTOOD, PhoneTalk
from tests.web.box import FAR, LAN, Box, asked, open_box

OPEN = Reach(lambda: "https://192.168.1.2:8080/", lambda: "AA:BB")
ROWS = "[[0,0,9.8,0,0,0,0],[10,0,9.8,0,0,0,0]]"


async def paired(box: Box) -> str:
    return str((await box.browser().send("POST", "phone/pairing")).json()["code"])


def test_the_code_off_the_box_makes_a_phone_once(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        code = await paired(box)
        phone = box.browser(LAN, "https")
        answer = await phone.send("POST", "phone/join", {"code": code.lower()})
        assert (answer.status_code, answer.json()["role"]) == (200, "phone")
        assert (await phone.greet())["role"] == "phone"
        assert (await box.browser(LAN).send("POST", "phone/join", {"code": code})).status_code == 401

    asked(tmp_path, scenario, OPEN)


def test_the_picture_leads_to_the_page_with_the_code_and_has_no_style_of_its_own(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        told = (await box.browser().send("POST", "phone/pairing")).json()
        assert told["url"] == f"https://192.168.1.2:8080/#/phone?code={told['code'].replace('-', '')}"
        picture = ET.fromstring(told["qr_svg"])
        assert picture.tag.endswith("svg")
        assert "style" not in told["qr_svg"]
        assert told["expires_s"] == LASTS_S

    asked(tmp_path, scenario, OPEN)


def test_a_code_ends_by_itself_and_by_guessing_and_works_only_nearby(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        code = await paired(box)
        assert (await box.browser(FAR, "https").send("POST", "phone/join", {"code": code})).status_code == 403
        box.clock.t += LASTS_S
        assert (await box.browser(LAN).send("POST", "phone/join", {"code": code})).status_code == 401
        code = await paired(box)
        for number in range(TRIES):
            assert (await box.browser(f"192.168.1.{number}").send("POST", "phone/join", {"code": "0000"})).status_code == 401
        assert (await box.browser(LAN).send("POST", "phone/join", {"code": code})).status_code == 401

    asked(tmp_path, scenario, OPEN)


def test_a_phone_may_start_stop_and_pick_and_nothing_else(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        phone = box.browser(LAN, "https")
        joined = await phone.send("POST", "phone/join", {"code": await paired(box)})
        phone.csrf = joined.json()["csrf"]
        assert (await phone.send("POST", "command", {"name": "session", "value": "start"})).status_code == 200
        assert (await phone.send("POST", "command", {"name": "exercise", "value": "squat"})).status_code == 200
        assert (await phone.send("POST", "command", {"name": "recording", "value": "off"})).status_code == 403
        for path in ("people/p1", "sessions", "technician"):
            assert (await phone.get(path)).status_code == 403
        assert (await phone.send("POST", "phone/pairing")).status_code == 403

    asked(tmp_path, scenario, OPEN)


@pytest.mark.parametrize("leaving", ["session", "somebody else"])
def test_a_phone_ends_with_whom_it_was_paired_for(tmp_path: Path, leaving: str) -> None:
    async def scenario(box: Box) -> None:
        page = box.services.page
        page.person(box.archive.person("p1"))
        page.session_began("s1", 1.8e9)
        phone = box.browser(LAN, "https")
        await phone.send("POST", "phone/join", {"code": await paired(box)})
        assert [one["name"] for one in (await phone.get("people")).json()] == ["Ana"]
        page.session_ended() if leaving == "session" else page.person(box.archive.person("p2"))
        assert (await phone.get("people")).status_code == 401
        assert (await phone.greet())["role"] == "nobody"

    asked(tmp_path, scenario, OPEN)


def test_a_phone_stays_while_its_owner_goes_on(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        phone = box.browser(LAN, "https")
        await phone.send("POST", "phone/join", {"code": await paired(box)})
        box.services.page.person(None)
        box.services.page.session_began("s1", 1.8e9)
        assert (await phone.get("people")).json() == []
        clinician = await box.browser().log_in(Role.CLINICIAN)
        box.services.page.session_ended()
        assert (await clinician.greet())["role"] == "clinician"

    asked(tmp_path, scenario, OPEN)


def test_a_box_that_no_phone_can_reach_says_how_to_open_it(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "phone/pairing")
        assert (answer.status_code, "web.listen" in answer.json()["error"]) == (409, True)

    asked(tmp_path, scenario)


def test_the_picture_leads_to_where_the_box_is_now(tmp_path: Path) -> None:
    addresses = iter([None, "https://10.0.0.7:8080/", "https://192.168.1.2:8080/"])

    async def scenario(box: Box) -> None:
        answers = [await box.browser().send("POST", "phone/pairing") for _ in range(3)]
        assert (answers[0].status_code, "in no network now" in answers[0].json()["error"]) == (409, True)
        assert [one.json()["url"].partition("#")[0] for one in answers[1:]] == ["https://10.0.0.7:8080/", "https://192.168.1.2:8080/"]

    asked(tmp_path, scenario, Reach(lambda: next(addresses), lambda: "AA:BB"))


class Conversation:
    """A phone's talk without its socket."""

    def __init__(self, box: Box, stack: ExitStack, worn: str = "") -> None:
        self.answers: list[str] = []
        self._talk = PhoneTalk(box.services, Floor(box.services), Standing.PHONE, self._answer, stack, worn)

    async def _answer(self, text: str) -> None:
        self.answers.append(json.loads(text)["error"])

    async def say(self, *texts: str) -> None:
        for text in texts:
            await self._talk.hear(text)


def test_a_phone_is_heard_as_a_remote_and_as_a_sensor_until_it_leaves(tmp_path: Path) -> None:
    async def run() -> None:
        async with open_box(tmp_path) as box:
            sensor = PhoneSource(box.clock)
            object.__setattr__(box.services, "phone", sensor)
            with ExitStack() as stack:
                phone = Conversation(box, stack)
                await phone.say('{"name": "session", "value": "start"}', ROWS, ROWS)
                assert (phone.answers, len(sensor._readings)) == ([], 4)
                with ExitStack() as another:
                    second = Conversation(box, another)
                    await second.say(ROWS, '{"name": "session", "value": "stop"}')
                    assert second.answers == ["another phone is the sensor already: end that one first, or use this one as a remote only"]
            assert not sensor.take(ROWS)
            commands = box.services.desk.commands()
            assert [await anext(commands), await anext(commands)] == [Command(100.0, "session", "start"), Command(100.0, "session", "stop")]

    asyncio.run(run())


def test_a_phone_measures_only_who_agreed_to_it_and_is_told_so_once(tmp_path: Path) -> None:
    async def run() -> None:
        async with open_box(tmp_path, phone=PhoneSource(None)) as box:  # type: ignore[arg-type]
            box.services.page.person(PersonRecord("p1", Person("Ana"), 0.0, consent=Consent(phone=False)))
            with ExitStack() as stack:
                phone = Conversation(box, stack)
                await phone.say(ROWS, ROWS, "nonsense", '{"name": "recording", "value": "on"}')
                assert phone.answers == [NOT_AGREED, NOT_UNDERSTOOD, "a phone may start, stop and pick, and nothing else"]

    asyncio.run(run())


def test_a_phone_that_is_worn_nowhere_is_told_where_it_can_be(tmp_path: Path) -> None:
    async def run() -> None:
        async with open_box(tmp_path) as box:
            object.__setattr__(box.services, "phone", PhoneSource(box.clock))
            with ExitStack() as stack:
                phone = Conversation(box, stack, "hat")
                await phone.say(ROWS, ROWS)
                (answer,) = phone.answers
                assert answer.startswith("a phone is not worn at 'hat': say one of left_thigh, ")

    asyncio.run(run())


def test_a_box_without_a_sensor_for_phones_says_so(tmp_path: Path) -> None:
    async def run() -> None:
        async with open_box(tmp_path) as box:
            with ExitStack() as stack:
                phone = Conversation(box, stack)
                await phone.say(ROWS)
                assert phone.answers == [NO_SENSOR]

    asyncio.run(run())


def test_only_one_phone_at_a_time_is_the_sensor() -> None:
    sensor = PhoneSource(None)  # type: ignore[arg-type]
    with sensor.join(), pytest.raises(EdgeError), sensor.join():
        pass


def test_a_phone_measures_until_its_person_agrees_to_it_no_more(tmp_path: Path) -> None:
    async def run() -> None:
        async with open_box(tmp_path) as box:
            sensor = PhoneSource(box.clock)
            object.__setattr__(box.services, "phone", sensor)
            agreed = PersonRecord("p1", Person("Ana"), 0.0, consent=Consent(phone=True))
            page = box.services.page
            page.person(agreed)
            with ExitStack() as stack, ExitStack() as other:
                phone = Conversation(box, stack)
                await phone.say(ROWS)
                page.changed(replace(agreed, consent=Consent()))
                await phone.say(ROWS, ROWS)
                assert (phone.answers, len(sensor._readings)) == ([NOT_AGREED], 2)
                page.changed(agreed)
                second = Conversation(box, other)
                await second.say(ROWS)
                assert (second.answers, len(sensor._readings)) == ([], 2)

    asyncio.run(run())
