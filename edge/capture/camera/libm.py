"""Numbers in single precision -> sine, cosine, arc tangent and exponential in single precision, to the last bit those of the C library.

MediaPipe calls that library. A last bit that differs moves the pixels which the next frame is read from, and within twenty frames the
landmarks by a hundredth of a torso; numpy's own single-precision functions differ in every third value.
Refuses to know: what the numbers are. Runs under Python 3.6.
Source: glibc 2.28 sysdeps/ieee754/flt-32/e_expf.c and e_exp2f_data.c (the algorithm of ARM's optimized-routines).
"""

import ctypes
from typing import Any

import numpy as np

_LIBRARY = ctypes.CDLL(None)


def _function(name: str, arguments: int) -> Any:
    function = getattr(_LIBRARY, name)
    function.argtypes, function.restype = [ctypes.c_float] * arguments, ctypes.c_float
    return function


_COS, _SIN, _ATAN2 = _function("cosf", 1), _function("sinf", 1), _function("atan2f", 2)


def cosf(angle: np.float32) -> np.float32:
    """Cosine of an angle, rad."""
    return np.float32(_COS(angle))


def sinf(angle: np.float32) -> np.float32:
    """Sine of an angle, rad."""
    return np.float32(_SIN(angle))


def atan2f(y: np.float32, x: np.float32) -> np.float32:
    """Angle of the point (x, y), rad."""
    return np.float32(_ATAN2(y, x))


_STEPS = 32
"""The exponential is 2 to a whole number of 32nds, from a table, times a cubic for the rest."""
_PER_UNIT = float.fromhex("0x1.71547652b82fep+0") * _STEPS
_CUBIC, _SQUARE, _LINEAR = (
    float.fromhex(coefficient) / _STEPS**power
    for coefficient, power in (("0x1.c6af84b912394p-5", 3), ("0x1.ebfce50fac4f3p-3", 2), ("0x1.62e42ff0c52d6p-1", 1))
)
_EXPONENT = 47
"""Bits that a number of 32nds is shifted by so that its whole part falls on a double's exponent."""
_ROOTS = (2.0 ** (np.arange(_STEPS) / _STEPS)).view(np.int64) - (np.arange(_STEPS) << _EXPONENT)
"""The bits of 2 to each number of 32nds, less what the shifted number itself adds to them."""


def expf(x: np.ndarray) -> np.ndarray:
    """e to the power of each number of an array within -87..88, as float32 of the same shape."""
    rest = x.astype(np.float64) * _PER_UNIT
    whole = np.rint(rest)
    rest -= whole
    steps = whole.astype(np.int64)
    power = (_ROOTS[steps & (_STEPS - 1)] + (steps << _EXPONENT)).view(np.float64)
    return np.asarray((((_CUBIC * rest + _SQUARE) * (rest * rest) + (_LINEAR * rest + 1.0)) * power).astype(np.float32))
