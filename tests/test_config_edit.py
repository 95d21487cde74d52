"""The configuration's file, changed at a person's command and in the meant lines only."""

import difflib
import os
import stat
import tomllib
from pathlib import Path

import pytest

from edge.config import load
from edge.config_edit import edited, rewrite
from edge.errors import ConfigError
from tests.house.source import ROOT

CAMERA = "capture.camera"
TEXT = """\
# Ours.
[capture.camera]   # the one over the rack
source = "auto"      # for now
# width_px = 1280, too slow here
rate_hz = 25.0

[respond]
language = "spanish"
"""


def changes(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_only_the_meant_lines_change_and_comments_stay() -> None:
    after = edited(TEXT, CAMERA, {"source": "v4l2", "device": "/dev/video2", "mirror": True})
    assert changes(TEXT, after) == [
        '+ device = "/dev/video2"', '+ mirror = true', '- source = "auto"      # for now', '+ source = "v4l2"      # for now',
    ]  # fmt: skip


def test_in_the_annotated_sample_a_value_takes_its_defaults_place() -> None:
    sample = (ROOT / "deploy" / "edgecoach.toml").read_text()
    after = edited(sample, CAMERA, {"device": "/dev/video2", "rotate_deg": 90})
    assert changes(sample, after) == ['- #device = ""', '+ device = "/dev/video2"', "- #rotate_deg = 0", "+ rotate_deg = 90"]


@pytest.mark.parametrize(
    "text",
    [
     "", "# nothing yet", '[respond]\nlanguage = "spanish"\n', "[capture.imu.wrist]\nrate_hz = 100\n", "[capture.camera]",
     "[capture]\n",
     'capture.camera.source = "auto"\n', '[capture]\ncamera = {source = "auto", mirror = false}\n',
     "[capture.camera]\r\nmirror = true\r\n"],
)  # fmt: skip
def test_every_usual_way_of_writing_it_is_understood(text: str) -> None:
    wanted = {"source": "v4l2", "device": "/dev/video2"}
    after = tomllib.loads(edited(text, CAMERA, wanted))
    assert wanted.items() <= after["capture"]["camera"].items()
    for section, values in tomllib.loads(text).items():
        assert section == "capture" or after[section] == values


def test_unusual_spellings_are_understood_and_what_is_no_toml_is_refused() -> None:
    after = edited("[ 'capture' . camera ]\nmirror = true\n[respond]\n", CAMERA, {"device": "/dev/video2"})
    assert tomllib.loads(after) == {"capture": {"camera": {"mirror": True, "device": "/dev/video2"}}, "respond": {}}
    with pytest.raises(ConfigError, match="no TOML"):
        edited("[capture", CAMERA, {"device": "/dev/video2"})


def test_the_file_of_before_is_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    path.write_text(TEXT)
    path.chmod(0o640)
    rewrite(path, CAMERA, {"source": "v4l2"})
    assert load(path).capture.camera.source == "v4l2"
    previous = tmp_path / "edgecoach.toml.previous"
    assert previous.read_text() == TEXT
    assert [path.stat().st_mode & 0o777, previous.stat().st_mode & 0o777] == [0o640, 0o640]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["edgecoach.toml", "edgecoach.toml.previous"]


def test_a_box_without_a_file_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    rewrite(path, CAMERA, {"mirror": True})
    assert path.read_text() == "[capture.camera]\nmirror = true\n"


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text(TEXT)
    (tmp_path / "edgecoach.toml").symlink_to("real.toml")
    rewrite(tmp_path / "edgecoach.toml", CAMERA, {"mirror": True})
    assert (tmp_path / "edgecoach.toml").is_symlink()
    assert load(tmp_path / "real.toml").capture.camera.mirror


def test_what_is_read_only_or_would_be_wrong_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    path.write_text(TEXT)
    with pytest.raises(ConfigError, match="would have mistakes: line"):
        rewrite(path, CAMERA, {"rotate_deg": 45})
    path.chmod(0o444)
    with pytest.raises(ConfigError, match="cannot be written \\(it is read-only\\): change it by hand"):
        rewrite(path, CAMERA, {"mirror": True})
    with pytest.raises(ConfigError, match="cannot be written"):
        rewrite(tmp_path / "no" / "folder" / "edgecoach.toml", CAMERA, {"mirror": True})
    assert path.read_text() == TEXT
    assert [one.name for one in tmp_path.iterdir()] == ["edgecoach.toml"]


def test_nobody_reads_it_meanwhile_who_may_not_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, modes = os.fsync, []

    def looking(handle: int) -> None:
        found = os.fstat(handle)
        if stat.S_ISREG(found.st_mode):
            modes.append(stat.S_IMODE(found.st_mode))
        sync(handle)

    path = tmp_path / "edgecoach.toml"
    path.write_text(TEXT)
    path.chmod(0o600)
    monkeypatch.setattr(os, "fsync", looking)
    rewrite(path, CAMERA, {"source": "v4l2"})
    assert modes == [0o600, 0o600]
