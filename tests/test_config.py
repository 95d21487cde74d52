"""The configuration: every mistake with its line and the nearest valid name, and a daemon that starts all the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from edge.assembly import load_configuration
from edge.config import check, load, load_safely
from edge.config_mistakes import sections
from edge.config_options import Config
from edge.config_sample import in_force, sample, show
from edge.errors import ConfigError, InputError

DEPLOYED = Path(__file__).parents[1] / "deploy" / "edgecoach.toml"

BAD = """\
verbose = true
[capture.camra]
width_px = 3
[capture.camera]
widht_px = 640
height_px = "480"
rate_hz = nan
rotate_deg = 45
mirror = 1
source = "rtsp"
runtime = "onnx"
port = 3
threads = 1.5
[web]
port = 99999
listen = 3
listen = "::1"
[respond]
language = "englsh"
[store
state_dir = "/var"
[judge]
exercise = squat
"""


def test_every_mistake_is_listed_with_its_line() -> None:
    found = {mistake.line: mistake.message for mistake in check(BAD)}
    expected = {
        1: "there is no option verbose outside a section",
        2: "there is no section [capture.camra]; the nearest is capture.camera",
        5: "there is no option widht_px in [capture.camera]; the nearest is width_px",
        6: 'height_px must be a whole number, and "480" is text',
        7: "rate_hz must be from 1 to 240, and nan is not",
        8: "rotate_deg must be one of 0, 90, 180, 270, and 45 is not",
        9: "mirror must be true or false, and 1 is a number",
        11: 'runtime must be one of auto, onnxruntime, litert, mediapipe, and "onnx" is not; the nearest is onnxruntime',
        12: "there is no option port in [capture.camera]; it belongs in [web]",
        13: "threads must be a whole number, and 1.5 is a decimal number",
        15: "port must be from 1 to 65535, and 99999 is not",
        16: "listen must be text in quotes, and 3 is a number",
        17: "web.listen is written twice, first on line 16",
        19: 'language must be one of english, spanish, and "englsh" is not; the nearest is english',
        20: "this is not TOML: expected ']' at the end of a table declaration",
        23: "this is not TOML: invalid value",
    }
    assert found == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[capture.camera]\nsource = "rtsp"\n', 'line 2: source "rtsp" needs url'),
        (
            '[capture.imu.wrist]\nsource = "mpu6050"\n[capture.imu.bar]\nsource = "mpu6050"\n',
            "line 3: bar and wrist name the same sensor",
        ),
        ("[capture.imu.bar]\naddress = 0x50\n", "line 2: address must be one of 0x68, 0x69, and 0x50 is not"),
        ("[respond.lights]\nred = 33\ngreen = 33\n", "line 3: pin 33 is taken by lights.red"),
        ("[respond.button]\npin = 'GPIO13'\n[respond.buzzer]\npin = 'GPIO13'\n", "line 2: pin GPIO13 is taken by buzzer.pin"),
        ("[respond.lights]\nred = 33\ngreen = '33'\n", "line 3: pin 33 is taken by lights.red"),
        ("[respond.haptics]\npin = true\n", "line 2: pin must be a whole number, or text in quotes, and true is true or false"),
        ("[respond.haptics]\npin = 1.5\n", "line 2: pin must be a whole number, or text in quotes, and 1.5 is a decimal number"),
        ("[capture.imu]\nbus = 1\n", "line 2: there is no option bus in [capture.imu]; it belongs in [capture.imu.wrist]"),
        ("[capture.imu]\nsource = 'serial'\n", "line 2: there is no option source in [capture.imu]; it belongs in [capture.imu.wrist]"),
        ("[respond.haptics]\npin = -3\n", "line 2: the header has pins 1 to 40, and -3 is none of them"),
        (
            "[respond.cues]\nquiet_from = '21:00'\nquiet_until = '21:00'\n",
            "line 3: quiet_until is the same time as quiet_from, so that no hour is quiet: leave both empty",
        ),
        ("web = 3\n", "line 1: [web] is a section, not an option"),
        ("[web]\n[web]\n", "line 2: web is written twice, first on line 1"),
        ("\n\n[camera]\n", "line 3: there is no section [camera]; the nearest is capture.camera"),
        ("[[web]]\nport = 1\n", "line 1: [web] is a section, not an option"),
        ('x = """\n[web]\n"""\n[wep]\n', "line 4: there is no section [wep]; the nearest is web"),
        ("web.prot = 3\n", "line 1: there is no option prot in [web]; the nearest is port"),
        ("web = { prot = 3 }\r\n", "line 1: there is no option prot in [web]; the nearest is port"),
        ("[web]\nport.x = 3\n", "line 2: port must be a whole number, and {'x': 3} is a section"),
        ("[web]\nport = 1\nport.x = 3\n", "line 3: port is a value and cannot hold x"),
        ("[web]\nlisten = [\n 'a',\n", "line 2: this is not TOML: what is opened in this line is not closed, or wrong inside"),
    ],
)
def test_each_kind_of_mistake_is_said_in_plain_words(text: str, said: str) -> None:
    assert said in [str(mistake) for mistake in check(text)]


@pytest.mark.parametrize("value", ["true", "-1", "1.5", "nan", "1e400", '"x"', "[1]", "{a = 1}", str(10**30), "1979-05-27", "07:32:00"])
def test_any_value_of_any_option_is_right_or_a_mistake_in_its_line(value: str) -> None:
    """In a file of its own: what pydantic calls it, nobody has to know."""
    for section, options in sections(Config):
        for name in options.model_fields:
            for mistake in check(f"\n[{'.'.join(section)}]\n{name} = {value}\n"):
                assert mistake.line == 3, mistake


@pytest.mark.parametrize(
    "text", ["[web]\na = " + "[" * 3000, "[web]\nport = " + "9" * 5000, "[web]\nport = 0x" + "f" * 5000, "a." * 3000 + "b = 1", "x={" * 999]
)
def test_a_text_beyond_what_python_reads_starts_in_safe_mode(text: str, tmp_path: Path) -> None:
    (tmp_path / "box.toml").write_text(text)
    assert load_safely(tmp_path / "box.toml").safe_mode


def test_what_may_be_either_is_refused_once() -> None:
    assert [mistake.option for mistake in check("[respond.haptics]\npin = [33]\n")] == ["respond.haptics.pin"]


def test_after_something_unclosed_the_next_readable_line_counts_again() -> None:
    text = "[web]\nlisten = [\n 'a',\n[judge]\nexercize = 'squat'\n"
    assert [mistake.line for mistake in check(text)] == [2, 5]


def test_a_value_over_several_lines_keeps_the_lines_after_it_right() -> None:
    text = '[judge]\nexercise = """\\\n  squat"""\n# note\n[web]\nport = 0\n'
    assert [(mistake.line, mistake.option) for mistake in check(text)] == [(6, "web.port")]


def test_an_address_that_is_none_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    """And no reason to end: a box in safe mode still shows its page."""
    path = tmp_path / "edgecoach.toml"
    path.write_text('[web]\nlisten = "not a host"\n')
    (mistake,) = load_configuration(path).mistakes
    assert (mistake.line, mistake.option) == (2, "web.listen")
    assert "'not a host' is no address in numbers" in mistake.message
    path.write_text('[web]\nlisten = "::1"\n')
    assert not load_configuration(path).mistakes


def test_an_exercise_that_is_not_in_the_tables_is_a_mistake_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    path.write_text('[judge]\n\nexercise = "sqat"\n[web]\nport = 0\n')
    first, second = load_configuration(path).mistakes
    assert first.line == 3
    assert "there is no exercise called 'sqat': nearest: squat" in first.message
    assert second.line == 5
    path.write_text('[judge]\nexercise = "squats"\n')
    assert not load_configuration(path).safe_mode


@given(st.text(alphabet=st.sampled_from(list("[]{}=\"'#.\n\\ ab1\t\r\x00é")), max_size=60))
def test_no_text_is_too_broken_to_be_checked(text: str) -> None:
    check(text)


@given(st.text(max_size=80))
def test_a_text_that_toml_refuses_is_never_taken_for_right(text: str) -> None:
    import tomllib

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert check(text)


def test_a_right_file_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    path.write_bytes(
        b'\xef\xbb\xbf[capture.camera]\r\nsource = "v4l2"\r\ndevice = "/dev/video2"\r\nrate_hz = 25\r\n[web]\r\nport = 8090\r\n'
    )
    config = load(path)
    assert (config.capture.camera.device, config.capture.camera.rate_hz, config.web.port) == ("/dev/video2", 25.0, 8090)
    assert config.digest != Config().digest


def test_a_bad_file_means_safe_mode_with_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    path.write_text("[web]\nport = 8090\nlisten = 1\n")
    loaded = load_safely(path)
    assert loaded.safe_mode
    assert loaded.config == Config()
    assert [mistake.line for mistake in loaded.mistakes] == [3]
    with pytest.raises(ConfigError, match="line 3: listen must be text in quotes"):
        load(path)


def test_a_file_that_is_no_text_means_safe_mode(tmp_path: Path) -> None:
    path = tmp_path / "edgecoach.toml"
    path.write_bytes(b"a = '\xff'")
    assert [str(mistake) for mistake in load_safely(path).mistakes] == [f"byte 5 of {path} is not UTF-8 text"]


def test_a_named_file_that_cannot_be_read_is_refused_by_its_name(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "nope.toml", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(InputError) as refused:
            load_safely(path)
        assert str(refused.value) == f"the configuration {path} cannot be read ({why}): check the path"


def test_a_folder_instead_of_the_usual_file_means_safe_mode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("edge.config.PATH", tmp_path)
    assert [str(mistake) for mistake in load_safely().mistakes] == [f"{tmp_path} cannot be read: Is a directory"]


def test_without_the_usual_file_the_defaults_are_in_force(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("edge.config.PATH", tmp_path / "none.toml")
    assert load() == Config()
    assert not load_safely().safe_mode


def test_nobody_can_change_a_configuration() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Config().web.port = 1  # type: ignore[misc]


def test_the_deployed_sample_is_the_one_that_the_descriptions_give() -> None:
    assert DEPLOYED.read_text() == sample(), "run `edgecoach config sample > deploy/edgecoach.toml`"


def test_the_sample_with_every_option_taken_in_is_the_defaults(tmp_path: Path) -> None:
    path = tmp_path / "all.toml"
    path.write_text("\n".join(line[1:] if line.startswith("#") and line[1:2] != " " else line for line in sample().splitlines()))
    config = load(path)
    assert config == Config()
    assert all(len(getattr(config, room).model_fields_set) for room in Config.model_fields)


def test_every_option_is_described_and_numbers_have_limits() -> None:
    assert "None" not in sample()
    assert sample().count("\n#") > 2 * sum(len(options) for options in in_force(Config()).values())


def test_what_is_in_force_is_itself_a_right_configuration(tmp_path: Path) -> None:
    path = tmp_path / "shown.toml"
    path.write_text('[web]\nport = 8090\n[judge]\nexercise = "a \\"b\\" \\\\ c"\n')
    config = load(path)
    page = show(config)
    assert "port = 8090\n" in page
    assert 'listen = "127.0.0.1"  # default' in page
    path.write_text(page)
    assert load(path) == config


def test_passwords_are_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "rtsp.toml"
    path.write_text('[capture.camera]\nsource = "rtsp"\nurl = "rtsp://anna:secret@10.0.0.7:554/live"\n')
    config = load(path)
    assert "secret" not in show(config)
    assert in_force(config)["capture.camera"]["url"] == "rtsp://anna:***@10.0.0.7:554/live"
