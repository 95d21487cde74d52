"""A worn sensor's file beside a video."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from edge.application import build
from edge.commands.analysis.readings import beside, readings
from edge.errors import InputError
from edge.messages import ImuSample, Nobody, Person, Sample, Session
from edge.store.recording import RecordingHeader, RecordingWriter
from tests.capture.made_video import write_video

STILL = (0.0, 0.0, 9.81), (0.0, 0.0, 0.0)


def recorded(folder: Path, samples: list[Sample]) -> Path:
    path = folder / "visit.mcap"
    session = Session("s", Person(), 0.0, False, 0.0, "hash")
    with RecordingWriter(path, RecordingHeader.of(session, "auto", {})) as writer:
        for sample in samples:
            writer.write(sample)
    return path


def test_a_recordings_time_begins_with_its_first_frame(tmp_path: Path) -> None:
    path = recorded(tmp_path, [ImuSample(500.0, "bar", *STILL), Nobody(500.5, 0), ImuSample(501.0, "bar", *STILL)])
    assert [sample.t for sample in readings(path)] == [-0.5, 0.5]


def test_a_recording_without_a_camera_begins_with_the_sensor(tmp_path: Path) -> None:
    path = recorded(tmp_path, [ImuSample(500.0, "bar", *STILL), ImuSample(501.0, "bar", *STILL)])
    assert [sample.t for sample in readings(path)] == [0.0, 1.0]


def test_a_recording_without_a_sensor_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no worn sensor is in the recording"):
        readings(recorded(tmp_path, [Nobody(1.0, 0)]))


def test_frames_and_readings_come_in_order_of_time_and_only_while_there_are_frames() -> None:
    felt = [ImuSample(t / 10, "bar", (0.00049, 0.0, 9.81), (0.0, 0.0, 0.0)) for t in range(-5, 30)]
    together = list(beside([Nobody(0.0, 0), Nobody(0.25, 1), Nobody(1.0, 2)], felt))
    assert [sample.t for sample in together] == pytest.approx([0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.0])
    assert {sample.accel[0] for sample in together if isinstance(sample, ImuSample)} == {0.0}


def test_analyze_refuses_a_bad_file_before_it_begins(tmp_path: Path) -> None:
    (tmp_path / "worn.csv").write_text("t,x\n")
    words = ["analyze", str(write_video(tmp_path / "a.mp4", frames=10)), "--imu", str(tmp_path / "worn.csv")]
    refused = CliRunner().invoke(build(), words, prog_name="edgecoach")
    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert "worn.csv does not begin with t_s,where,ax,ay,az,gx,gy,gz" in refused.stderr


def test_without_a_sensor_the_frames_are_alone() -> None:
    assert list(beside([Nobody(0.0, 0)], ())) == [Nobody(0.0, 0)]
