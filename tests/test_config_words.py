"""Every mistake that a configuration's file can have is found among the words, so that a page says it in its own language."""

from pathlib import Path

import pytest

from edge.assembly import load_configuration
from edge.respond.sentences import load
from edge.sentence import Phrasebook, Sentence, translated
from tests.test_config import BAD

ENGLISH, SPANISH = load("english"), load("spanish")
FIND = Phrasebook(ENGLISH, "mistake").find
WRONG = {
    "twice and below a value": "[web]\nport = [1]\n[web.port]\na = 3\n",
    "sections": "[capture]\ncamera = 1\n[capture.camera.deep]\na = 1\n[foo]\na = 2\n",
    "options": "rate_hz = 3\n[capture.camera]\nx = 1\nwidth = 3\n[respond.haptics]\nred = 3\n",
    "values": '[capture.camera]\nmirror = 3\nwidth_px = "a"\nrate_hz = 900\nsource = "vl2"\ndevice = 5\n[respond.cues]\nsound = "loud"\n',
    "addresses": "[capture.imu.thigh]\naddress = 5\n",
    "choices": "[capture.camera]\nsource = 3\nrotate_deg = 45\n",
    "a source alone": '[capture.camera]\nsource = "rtsp"\n[capture.imu.thigh]\nsource = "serial"\n',
    "sensors": '[capture.imu.thigh]\nsource = "mpu6050"\n[capture.imu.shank]\nsource = "mpu6050"\n',
    "quiet hours": '[respond.cues]\nquiet_from = "10:00"\nquiet_until = "10:00"\n',
    "half of them": '[respond.cues]\nquiet_from = "10:00"\n',
    "pins": "[respond.lights]\nred = 5\ngreen = 5\n",
    "a pin beyond": "[respond.haptics]\npin = 99\n",
    "a list for a pin": "[respond.haptics]\npin = [1]\n",
    "names": '[judge]\nexercise = "sqaut"\n[web]\nlisten = "abc"\n',
    "times and axes": '[respond.cues]\nquiet_from = "25:00"\n[capture.imu.thigh]\naxes = "x, x, q"\n',
    "no TOML": "x\na = [1,\n",
    "nested": "a = " + "[" * 5000,
    "several": BAD,
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_the_same_sentence_in_english_and_another_in_spanish(text: str, tmp_path: Path) -> None:
    file = tmp_path / "edgecoach.toml"
    file.write_text(text, encoding="utf-8")
    mistakes = load_configuration(file).mistakes
    assert mistakes
    for mistake in mistakes:
        said = FIND(mistake.message)
        assert isinstance(said, Sentence), mistake.message
        assert translated(said, ENGLISH) == mistake.message
        assert translated(said, SPANISH) != mistake.message


def test_a_file_that_is_no_text_is_said_too(tmp_path: Path) -> None:
    file = tmp_path / "edgecoach.toml"
    file.write_bytes(b"a = 1\n\xff")
    (mistake,) = load_configuration(file).mistakes
    assert translated(FIND(mistake.message), SPANISH) == f"el byte 6 de {file} no es texto UTF-8"


def test_every_sentence_about_a_mistake_is_one_that_a_file_can_have(tmp_path: Path) -> None:
    """No words are left over. Of a system's own file that cannot be read a test of config.py tells."""
    file, told = tmp_path / "edgecoach.toml", {"mistake.not_read", "mistake.not_utf8"}
    for text in WRONG.values():
        file.write_text(text, encoding="utf-8")
        told |= {said.key for one in load_configuration(file).mistakes if isinstance(said := FIND(one.message), Sentence)}
    assert {key for key in ENGLISH if key.startswith("mistake.")} - told == set()
