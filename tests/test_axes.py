"""How a sensor is mounted, in a technician's words."""

import itertools

import numpy as np
import pytest

from edge.assembly import load_configuration
from edge.axes import Axis, parse_axes
from edge.errors import InputError


def test_a_mounting_is_read() -> None:
    assert parse_axes("x, z, -y") == (Axis(0, 1.0), Axis(2, 1.0), Axis(1, -1.0))
    assert parse_axes(" -Z,Y , x") == (Axis(2, -1.0), Axis(1, 1.0), Axis(0, 1.0))


def test_exactly_the_turns_of_a_cube_are_mountings() -> None:
    accepted = 0
    for names in itertools.product(("x", "y", "z", "-x", "-y", "-z"), repeat=3):
        turn = np.zeros((3, 3))
        for row, name in enumerate(names):
            turn[row, "xyz".index(name[-1])] = -1.0 if name.startswith("-") else 1.0
        if np.linalg.det(turn) == pytest.approx(1.0):
            parse_axes(", ".join(names))
            accepted += 1
        else:
            with pytest.raises(InputError):
                parse_axes(", ".join(names))
    assert accepted == 24


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x, y", "are not three of x, y, z, -x, -y, -z"),
        ("x, y, up", "are not three of"),
        ("", "are not three of"),
        ("x, x, z", "use an axis twice"),
        ("x, y, -z", 'are a mirror image, and no sensor can be mounted so: swap one sign: "x, y, z"'),
    ],
)
def test_what_is_no_mounting_is_said(text: str, sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_axes(text)
    assert sentence in str(refused.value)


def test_the_configuration_names_the_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("axes") / "edgecoach.toml"
    path.write_text('[capture.imu.thigh]\nsource = "mpu6050"\naxes = "x, y, -z"\n')
    (mistake,) = load_configuration(path).mistakes
    assert (mistake.line, mistake.option) == (3, "capture.imu.thigh.axes")
