"""Single-precision functions: to the last bit those of the C library."""

import ctypes
import math

import numpy as np
import pytest

from edge.capture.camera.libm import atan2f, cosf, expf, sinf


def test_the_exponential_of_an_array_is_the_c_librarys_of_each_number() -> None:
    library = ctypes.CDLL(None).expf
    library.argtypes, library.restype = [ctypes.c_float], ctypes.c_float
    x = np.random.default_rng(3).uniform(-80.0, 80.0, 20_000).astype(np.float32)
    ours = expf(x)
    assert ours.dtype == np.float32
    assert (ours == np.array([library(value) for value in x.tolist()], np.float32)).all()
    assert (np.exp(x) != ours).any()


@pytest.mark.parametrize("angle", [0.0, 0.3, -1.2, 3.1])
def test_the_circle_functions_are_those_of_the_angle(angle: float) -> None:
    cos, sin = cosf(np.float32(angle)), sinf(np.float32(angle))
    assert (cos, sin) == pytest.approx((math.cos(angle), math.sin(angle)), abs=1e-7)
    assert atan2f(sin, cos) == pytest.approx(angle, abs=3e-7)
