"""Another camera is chosen while one is open: the real camera process, with folders of pictures as cameras."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest

from edge import camera_choice
from edge.camera_choice import CameraChoice
from edge.cameras import Found
from edge.capture.camera.wire import Options
from edge.capture.pose import PoseSource
from edge.clock import SystemClock
from edge.config import Loaded, load
from edge.config_options import Camera, Config
from edge.errors import ConfigError, InputError
from edge.live import Wish
from edge.messages import Command, LinkChange, Sample
from edge.senses import Senses, configured_senses
from tests.capture.made_video import write_pictures
from tests.scripted_visit import SOUNDLESS, Scripted, hold, later, pose, recording_of

RACK, DOOR, AWAY = "/dev/video0", "/dev/video2", "/dev/video9"
TEXT = '# Ours\n[capture.camera]\nsource = "v4l2"\ndevice = "/dev/video0"  # over the rack\n'
AFTER = '# Ours\n[capture.camera]\nrotate_deg = 90\nsource = "v4l2"\ndevice = "/dev/video2"  # over the rack\n'
PATIENCE_S = 30.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "edgecoach.toml"
    file.write_text(TEXT)
    return file


@pytest.fixture
def choice(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> CameraChoice:
    """/dev/video0 is a folder of pictures, /dev/video2 another; every other camera is away."""
    listed = [Found("v4l2", device, "Camera") for device in (RACK, DOOR, AWAY)]
    monkeypatch.setattr(camera_choice, "found", lambda: listed)
    folders = {name: str(write_pictures(tmp_path / Path(name).name, range(3))) for name in (RACK, DOOR)}

    def opened(camera: Camera) -> PoseSource:
        known = camera.device in folders
        source, address = ("folder", folders[camera.device]) if known else ("v4l2", camera.device)
        return PoseSource(Options(source, address, fps=20.0, rotate_deg=camera.rotate_deg, loop=True, runtime="none"))

    return CameraChoice(load(path), path, opened, SystemClock())


async def link(samples: AsyncIterator[Sample]) -> LinkChange:
    async with asyncio.timeout(PATIENCE_S):
        sample = await anext(samples)
    assert isinstance(sample, LinkChange)
    return sample


def test_the_chosen_camera_is_opened_in_the_place_of_the_one_before(choice: CameraChoice, path: Path) -> None:
    told: list[Config] = []
    choice.changed.append(told.append)

    async def work() -> list[LinkChange]:
        async with aclosing(choice.exchange.samples()) as samples:
            there = await link(samples)
            assert choice.told()["open"].endswith("video0")
            await choice.choose("v4l2", DOOR, 90, False)
            assert choice.told()["open"] == "", "not open yet"
            return [there, await link(samples), await link(samples)]

    there, gone, back = asyncio.run(work())
    assert [there.link, gone.link, back.link] == [True, False, True]
    assert gone.reason == "another camera was chosen: it is opened now"
    assert there.t < gone.t < back.t
    status = choice.exchange.source.status  # type: ignore[attr-defined]
    assert (status.width, status.height) == (64, 128), "turned on its side"
    assert choice.told() == {"source": "v4l2", "device": DOOR, "rotate_deg": 90, "mirror": False, "open": status.identity}
    assert path.read_text() == AFTER
    assert path.with_name("edgecoach.toml.previous").read_text() == TEXT
    assert [config.capture.camera for config in told] == [load(path).capture.camera]


def test_a_camera_that_is_away_is_not_waited_for(choice: CameraChoice, monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("FIRST_PAUSE_S", "LONGEST_PAUSE_S"):
        monkeypatch.setattr(f"edge.capture.source.{pause}", 3600.0)

    async def work() -> None:
        async with aclosing(choice.exchange.samples()) as samples:
            await link(samples)
            await choice.choose("v4l2", AWAY, 0, False)
            exchanged, gone = await link(samples), await link(samples)
            assert not exchanged.link
            assert gone.reason.startswith(f"there is no camera at {AWAY}")
            coming = asyncio.ensure_future(link(samples))
            await asyncio.sleep(0)
            await choice.choose("v4l2", DOOR, 0, False)
            assert (await coming).link

    asyncio.run(work())


def test_what_cannot_be_written_or_is_not_there_changes_nothing(choice: CameraChoice, path: Path) -> None:
    source = choice.exchange.source
    with pytest.raises(InputError, match="there is no camera /dev/video7 now: plug it in"):
        asyncio.run(choice.choose("v4l2", "/dev/video7", 0, False))
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="cannot be written"):
        asyncio.run(choice.choose("v4l2", DOOR, 0, False))
    assert (choice.exchange.source, choice.told()["device"], path.read_text()) == (source, RACK, TEXT)


def test_the_same_again_is_nothing(choice: CameraChoice, path: Path) -> None:
    source = choice.exchange.source
    asyncio.run(choice.choose("v4l2", RACK, 0, False))
    assert choice.exchange.source is source
    assert not path.with_name("edgecoach.toml.previous").exists()


def test_a_visit_goes_on_with_the_other_camera_and_its_sessions_name_the_new_configuration(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera_choice, "found", lambda: [Found("v4l2", DOOR, "Door")])
    anew = (Command(2.0, "session", "stop"), Command(2.1, "session", "start"), pose(2.2))
    opened: list[str] = []
    built: list[CameraChoice] = []

    def source(camera: Camera, *_: object) -> Scripted:
        opened.append(camera.device)
        return Scripted(pose(1.0), wait=True) if camera.device == RACK else Scripted(*anew)

    def senses(*wanted: Any) -> Senses:
        made = configured_senses(*wanted)
        assert made.camera
        built.append(made.camera)
        return made

    def choose(_: object) -> tuple[()]:
        later(lambda: tasks.append(asyncio.ensure_future(built[0].choose("v4l2", DOOR, 0, False))))
        return ()

    tasks: list[asyncio.Task[None]] = []
    monkeypatch.setattr("edge.senses.camera_source", source)
    monkeypatch.setattr("edge.live.configured_senses", senses)
    config = load(path).model_copy(update={"respond": Config.model_validate(SOUNDLESS).respond})
    visit = hold(Wish(Loaded(config), page=False, config_path=path), choose)
    assert opened == [RACK, DOOR]
    assert recording_of(visit).header.config_hash == built[0].config.digest != config.digest
    assert visit.health.frames == 2
