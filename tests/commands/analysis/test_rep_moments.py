"""From states to the peak moments of each repetition, and to the report's `peak_moments`."""

from dataclasses import replace

import numpy as np
import pytest

from edge.commands.analysis.rep_moments import peak_moments, with_moments
from edge.commands.analysis.spool import open_spool
from edge.estimate.body.differentiation import LAG_S
from edge.estimate.body.doubt import DOUBLE_STANCE
from edge.estimate.body.model import DOF
from edge.estimate.body.peak_moments import MOMENT_AXES
from edge.messages import MotionState, Person
from edge.respond.sentences import load
from tests.commands.analysis.test_report import with_body

FPS = 30.0
ENGLISH = load("english")
KNEE = next(place for place, axis in enumerate(MOMENT_AXES) if axis.joint == "left_knee")


def pushing(t: float, nm: float) -> MotionState:
    """A state whose knee's extension moment is about LAG_S before t; nothing is known of its ankles."""
    seen = with_body(t, 10.0)
    assert seen.body is not None
    moments = np.zeros(47)
    moments[DOF["left_shank.Z"]] = nm
    moments[[DOF["left_foot.Z"], DOF["right_foot.Z"]]] = np.nan
    return replace(seen, body=replace(seen.body, moments=moments, moments_sd=0.2 * np.abs(moments), doubts=(DOUBLE_STANCE,)))


def told(body: Person) -> list[dict[str, object]]:
    """Of the second of two repetitions given in another order than they were done; the knee's moment grows by 10 Nm a second."""
    with open_spool() as spool:
        for n in range(240):
            spool.add(pushing(n / FPS, 10.0 * max(n / FPS - LAG_S, 0.0)))
        found = peak_moments([(4.0, 6.0), (1.0, 3.0), (50.0, 60.0)], spool)
    late, early, never = (peaks[KNEE] for peaks in found)
    assert late.nm == pytest.approx(60.0, abs=1.5)
    assert early.nm == pytest.approx(30.0, abs=1.5)
    assert np.isnan(never.nm)
    (rep,) = with_moments([{"number": 2}], found[:1], body, ENGLISH)
    assert rep["number"] == 2
    return list(rep["peak_moments"])


def test_each_repetition_has_its_own_peaks_per_joint() -> None:
    moments = told(Person("Ana", 1.72, 60.0))
    knee = moments[KNEE]
    assert (knee["joint"], knee["axis"], knee["direction"]) == ("left_knee", "flexion/extension", "extension")
    assert knee["nm_per_kg"] == pytest.approx(float(str(knee["nm"])) / 60.0, abs=0.001)
    assert (knee["trusted"], knee["notes"]) == (True, [])


def test_what_is_not_to_be_trusted_is_flagged_with_a_reason() -> None:
    for ankle in (one for one in told(Person("Ana", 1.72, 60.0)) if "ankle" in str(one["joint"])):
        assert (ankle["nm"], ankle["sd_nm"], ankle["nm_per_kg"], ankle["trusted"]) == (None, None, None, False)
        assert ankle["notes"] == [ENGLISH["load.double_stance"]]


def test_a_guests_moments_say_whose_mass_was_taken() -> None:
    assert told(Person())[KNEE]["notes"] == ["No mass was entered: for a usual body of 71 kg"]
