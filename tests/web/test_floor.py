"""Buttons, words, lists and the technician's view over the API; and the API's own description."""

import gzip
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from edge.config_lines import Mistake
from edge.errors import ConfigError
from edge.gauges import Health
from edge.messages import Command
from edge.records import Role
from edge.web.api import LivePage
from edge.web.badges import IDLE_S
from edge.web.services import say_plainly
from tests.web.box import Box, asked

SQUATS = [SimpleNamespace(exercise="squat", camera="side", hold=False, told=False)] * 2
WRONG = Mistake(3, "colour", "no option colour")
PLANK = SimpleNamespace(exercise="plank", camera="", hold=True, told=False)


def test_a_button_becomes_a_command_after_its_person(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        assert (await box.browser().send("POST", "command", {"name": "session", "value": "start", "person": "p1"})).json() == {"done": True}
        commands = box.services.desk.commands()
        assert [await anext(commands), await anext(commands)] == [Command(100.0, "person", "p1"), Command(100.0, "session", "start")]

    asked(tmp_path, scenario)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "exercise", "value": "flying"}, 400), ({"name": "person", "value": "p9"}, 404), ({"name": "", "value": ""}, 400),
        ({"name": "nonsense", "value": "", "person": "p1"}, 400), ({"name": "exercise", "value": "flying", "person": "p2"}, 400),
        ({"value": "start"}, 422), ({"name": "session", "value": "start", "person": "p9"}, 404), ([], 422), ("x", 422),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said_and_not_done(tmp_path: Path, body: object, status: int) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "command", body)
        assert (answer.status_code, answer.json()["error"][-1]) == (status, ".")
        assert box.services.desk._asked.empty()

    asked(tmp_path, scenario)


def test_exercises_and_words_are_told_in_the_boxs_languages(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        browser = box.browser()
        assert (await browser.get("exercises")).json() == [
            {"name": "squat", "label": "sentadilla", "holds": False, "side": "side", "told": False},
            {"name": "plank", "label": "plank", "holds": True, "side": "any", "told": False},
        ]
        assert (await browser.get("words/es")).json() == {"exercise.squat": "sentadilla"}
        assert (await browser.get("words/de")).status_code == 404

    asked(tmp_path, scenario, exercises=[*SQUATS, PLANK], language="spanish", words={"es": {"exercise.squat": "sentadilla"}})


def test_angles_are_told_with_their_group_and_range(tmp_path: Path) -> None:
    knee = SimpleNamespace(
        name="left_knee_flexion", title="left knee flexion", positive="bent", negative="straight", normal_deg=(0, 135), caution=""
    )

    async def scenario(box: Box) -> None:
        (told,) = (await box.browser().get("angles")).json()
        assert (told["key"], told["group"], told["normal_range_deg"], told["sign"]) == (
            "left_knee_flexion",
            "knee",
            [0, 135],
            "+ bent; − straight",
        )

    asked(tmp_path, scenario, angles=[knee])


def test_a_technician_sees_the_checks_the_mistakes_and_the_log(tmp_path: Path) -> None:
    check = {"name": "camera", "room": "capture", "level": "warning", "sentence": "It is dark", "advice": "switch on a light"}
    cameras = [{"source": "v4l2", "device": "/dev/video0", "name": "HD Webcam"}, {"source": "csi", "device": "0", "name": "imx219"}]
    camera = {"source": "csi", "device": "0", "rotate_deg": 90, "mirror": False, "open": "imx219"}
    found = {"checks": [check], "cameras": cameras, "camera": camera, "logs": [str(number) for number in range(500)]}

    async def scenario(box: Box) -> None:
        box.services.page.health(Health(fps=29.9))
        technician = await box.browser().log_in(Role.TECHNICIAN)
        told = (await technician.get("technician")).json()
        dark = {"error": "It is dark", "key": "", "fields": {}}
        assert told["checks"] == [{"name": "camera", "state": "warning", "texts": [dark], "advice": {**dark, "error": "switch on a light"}}]
        assert told["cameras"] == [{**cameras[0], "chosen": False}, {**cameras[1], "chosen": True}]
        assert told["camera"] == camera
        assert told["mistakes"] == [{"line": 3, "error": "no option colour", "key": "", "fields": {}}]
        assert (told["logs"][0], told["health"]["fps"], len(told["logs"])) == ("300", 29.9, 200)

    asked(tmp_path, scenario, technician=lambda: found, page=LivePage(say_plainly, (WRONG,), now=lambda: 0.0))


class CameraDesk:
    def __init__(self, refusal: Exception | None = None) -> None:
        self.chosen: list[tuple[object, ...]] = []
        self._refusal = refusal

    async def choose(self, *wanted: object) -> None:
        if self._refusal:
            raise self._refusal
        self.chosen.append(wanted)


DOOR = {"source": "v4l2", "device": "/dev/video2", "rotate_deg": 90, "mirror": True}


def test_a_technician_chooses_the_camera_and_nobody_else(tmp_path: Path) -> None:
    desk = CameraDesk()

    async def scenario(box: Box) -> None:
        for role, status in ((Role.CLINICIAN, 403), (Role.TECHNICIAN, 200)):
            staff = await box.browser().log_in(role)
            assert (await staff.send("POST", "camera", DOOR)).status_code == status
        assert (await box.browser().send("POST", "camera", DOOR)).status_code == 403
        assert (await staff.send("POST", "camera", {**DOOR, "rotate_deg": 45})).status_code == 422
        assert desk.chosen == [("v4l2", "/dev/video2", 90, True)]

    asked(tmp_path, scenario, camera=desk)


@pytest.mark.parametrize(
    ("desk", "status", "sentence"),
    [
        (None, 409, "No camera can be chosen here"),
        (
            CameraDesk(ConfigError("edgecoach.toml cannot be written", "change it by hand")),
            400,
            "Edgecoach.toml cannot be written: change it",
        ),
    ],
)
def test_where_no_camera_can_be_chosen_it_is_said(tmp_path: Path, desk: CameraDesk | None, status: int, sentence: str) -> None:
    async def scenario(box: Box) -> None:
        answer = await (await box.browser().log_in(Role.TECHNICIAN)).send("POST", "camera", DOOR)
        assert answer.status_code == status
        assert answer.json()["error"].startswith(sentence)

    asked(tmp_path, scenario, camera=desk)


def test_a_technicians_page_that_is_left_open_keeps_no_login(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        technician = await box.browser().log_in(Role.TECHNICIAN)
        for expected in (200, 200, 401):
            assert (await technician.get("technician")).status_code == expected
            box.clock.t += IDLE_S / 2

    asked(tmp_path, scenario)


def test_the_description_names_every_entry_and_needs_no_other_machine(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        browser = box.browser()
        description = (await browser.get("openapi.json")).json()
        assert {"/api/people/{id}", "/api/uploads", "/api/phone/pairing", "/api/command"} <= set(description["paths"])
        shown = await browser.get("docs")
        assert "<script" not in shown.text
        assert "://" not in shown.text
        assert all(path in shown.text for path in description["paths"])
        references = set(json.dumps(description).split('"#/components/schemas/')[1:])
        assert {one.split('"')[0] for one in references} <= set(description["components"]["schemas"])

    asked(tmp_path, scenario)


def test_what_is_not_there_is_said_in_json(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().get("nothing")
        assert answer.status_code == 404
        wrong = await box.browser().send("PUT", "command", {})
        assert (wrong.status_code, wrong.json()["error"]) == (405, "This cannot be done here.")

    asked(tmp_path, scenario)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 60_000, b'{"name":' + b'"x"' * 5])
def test_what_is_no_json_is_said(tmp_path: Path, body: bytes) -> None:
    async def scenario(box: Box) -> None:
        assert (await box.browser().send("POST", "command", content=body)).status_code == 422

    asked(tmp_path, scenario)


def test_what_is_packed_is_not_unpacked(tmp_path: Path) -> None:
    """10 kB that would be 10 MB."""
    packed = gzip.compress(b" " * 10**7)

    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "command", content=packed, headers={"Content-Encoding": "gzip"})
        assert answer.status_code == 422

    asked(tmp_path, scenario)


def test_a_body_that_is_too_large_is_refused(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        assert (await box.browser().send("POST", "command", content=b" " * 70_000)).status_code == 413

    asked(tmp_path, scenario)
