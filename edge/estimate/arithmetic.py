"""The arithmetic of one number, and the same of many at once.

A formula written with it holds for both: one body as Python floats, for which they are several times faster than arrays
of one, and a run of bodies as arrays. Refuses to know: what is computed.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from edge.messages import Array

Number = TypeVar("Number", float, Array)


@dataclass(frozen=True, slots=True)
class Arithmetic(Generic[Number]):
    """What Python writes differently for a float and for an array of floats. acos, asin: also of what rounding put past 1."""

    least: Callable[[Number, Number], Number]
    most: Callable[[Number, Number], Number]
    sqrt: Callable[[Number], Number]
    atan2: Callable[[Number, Number], Number]
    acos: Callable[[Number], Number]
    asin: Callable[[Number], Number]
    sign: Callable[[Number], Number]


def _least(one: float, other: float) -> float:
    """As min of the two, in half its time."""
    return one if one < other else other


def _most(one: float, other: float) -> float:
    return one if one > other else other


ONE: Arithmetic[float] = Arithmetic(
    least=_least,
    most=_most,
    sqrt=math.sqrt,
    atan2=lambda y, x: float(np.arctan2(y, x)),
    acos=lambda cosine: float(np.arccos(-1.0 if cosine < -1.0 else _least(cosine, 1.0))),
    asin=lambda sine: float(np.arcsin(-1.0 if sine < -1.0 else _least(sine, 1.0))),
    sign=lambda number: math.copysign(1.0, number),
)
"""The angles are NumPy's here too: those of the C library differ from them in the last bit."""
MANY: Arithmetic[Array] = Arithmetic(
    least=np.minimum,
    most=np.maximum,
    sqrt=np.sqrt,
    atan2=np.arctan2,
    acos=lambda cosine: np.arccos(np.clip(cosine, -1.0, 1.0)),
    asin=lambda sine: np.arcsin(np.clip(sine, -1.0, 1.0)),
    sign=lambda number: np.copysign(1.0, number),
)
