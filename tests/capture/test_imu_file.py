"""CSV files of worn sensors: what is read, and the sentence for what is not."""

import math
from pathlib import Path

import pytest

from edge.capture.imu_file import ImuFile
from edge.errors import InputError
from edge.messages import ImuSample

HEADER = "t_s,where,ax,ay,az,gx,gy,gz\n"


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "worn.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_readings_are_read_and_may_be_read_again(tmp_path: Path) -> None:
    path = written(
        tmp_path, "\ufeff" + HEADER + "0.0,wrist,0,0,9.81,0.1,0.2,-0.3\r\n\r\n0.005, watch ,1,2,3,,,\n0.005,wrist,0,0,9.8,0,0,0\n"
    )
    file = ImuFile(path)
    first, watch, last = file
    assert first == ImuSample(0.0, "wrist", (0.0, 0.0, 9.81), (0.1, 0.2, -0.3))
    assert (watch.where, watch.accel) == ("watch", (1.0, 2.0, 3.0))
    assert all(map(math.isnan, watch.gyro))
    assert [sample.t for sample in file] == [0.0, 0.005, 0.005]
    assert last.where == "wrist"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "does not begin with t_s,where,ax,ay,az,gx,gy,gz: name its columns so"),
        ("a,b\n1,2\n", "does not begin with t_s,where,ax,ay,az,gx,gy,gz"),
        (HEADER, "holds no readings"),
        (HEADER + "0,wrist,1,2,3\n", "line 2 of {path}: 5 values instead of 8: write one reading a line"),
        (HEADER + "0,neck,1,2,3,0,0,0\n", 'line 2 of {path}: "neck" is no place where a sensor is worn: write one of wrist, thigh'),
        (HEADER + "0,wrist,1,2,3,0,0,0\n0,wrist,1,x,3,0,0,0\n", "line 3 of {path}: a value is not a number"),
        (HEADER + "0,wrist,1,2,nan,0,0,0\n", "line 2 of {path}: a value is not finite"),
        (HEADER + "0,wrist,1,2,3,0,0,\n", "line 2 of {path}: a value is not a number"),
        (HEADER + "0,wrist,1,2,16384,0,0,0\n", "line 2 of {path}: more than any sensor measures: write m/s2 and rad/s"),
        (HEADER + "1,wrist,1,2,3,0,0,0\n0.5,wrist,1,2,3,0,0,0\n", "line 3 of {path}: 0.5 s comes after 1 s: sort the lines by time"),
        (HEADER + "1,wrist,1,2,3,0,0,0\n1,wrist,1,2,3,0,0,0\n", "line 3 of {path}: 1 s comes after 1 s"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no CSV text"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(InputError) as refused:
        ImuFile(path)
    assert sentence.format(path=path) in str(refused.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        ImuFile(tmp_path / "none.csv")
