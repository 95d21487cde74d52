"""What a worn sensor felt in a short recording -> the single clear lift in it, if there is one.

One lift looks like any other gesture; a recording that holds nothing else is about it. Refuses to know: rhythms, exercises.
"""

from dataclasses import replace

import numpy as np

from edge.judge.worn_felt import SPEED, SPEED_WEIGHT
from edge.judge.worn_rhythm import Swing, out_and_back
from edge.messages import WORN_HZ, Array

CLEAR, TURN_WEIGHT = 0.65, 0.5
"""A lift is clear when the vertical speed that came and went, m/s, and half of the gravity that turned away and back in the sensor, g,
make this much together."""
SHORTEST_S, LONGEST_S = 0.5, 10.0
"""Of the recording: in a longer one, what happened once is not what it is about."""


def lone(series: Array) -> Swing | None:
    """The lift in (n, COLUMNS) of Felt."""
    if not SHORTEST_S * WORN_HZ < len(series) < LONGEST_S * WORN_HZ:
        return None
    turned, lifted = _turned(series[:, :SPEED]), _lifted(series[:, SPEED] / SPEED_WEIGHT)
    if lifted.size + TURN_WEIGHT * turned.size < CLEAR:
        return None
    return turned if TURN_WEIGHT * turned.size > lifted.size else lifted


def _turned(force: Array) -> Swing:
    """The greatest excursion of the direction of gravity in the sensor, g.

    One that ends further from where it began than it went out is a change of hold, and counts for nothing.
    """
    centred = force - force.mean(axis=0)
    ways = np.linalg.eigh(centred.T @ centred)[1][:, 1:].T
    found = max((out_and_back(sign * (centred @ way)) for way in ways for sign in (1.0, -1.0)), key=lambda swing: swing.size)
    returned = float(np.linalg.norm(force[found.end] - force[found.start])) <= found.size
    return found if returned else replace(found, size=0.0)


def _lifted(speed: Array) -> Swing:
    """The greatest excursion of the vertical speed, m/s, from the straight line that a tilt which is a little off adds to it."""
    places = np.arange(len(speed))
    slope, first = np.polyfit(places, speed, 1)
    level = speed - (first + slope * places)
    return max((out_and_back(sign * level) for sign in (1.0, -1.0)), key=lambda swing: swing.size)
