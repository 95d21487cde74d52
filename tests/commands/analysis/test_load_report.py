"""The report's `load`: what a reader of the JSON finds for each joint."""

import io
import json

import numpy as np
from rich.console import Console

from edge.commands.analysis.load_report import load_report
from edge.commands.analysis.report import report
from edge.commands.analysis.summary import print_summary
from edge.estimate.body.load import JOINTS, UNKNOWN, JointLoad, typical
from edge.respond.sentences import load as load_words
from tests.commands.analysis.test_report import FACTS
from tests.test_ledger import ledger

WORDS = load_words("english")


def test_an_entry() -> None:
    entry = load_report({"left_knee": JointLoad(0.7234, 0.2, "extension")}, WORDS)["left_knee"]
    assert (entry["peak_percent"], entry["band_percent"], entry["color"]) == (72.3, [55.1, 94.9], "orange")
    assert (entry["direction"], entry["trusted"], entry["notes"]) == ("extension", True, [])


def test_unknown_is_null_and_says_why() -> None:
    entries = load_report({"neck": UNKNOWN, "left_knee": UNKNOWN}, WORDS)
    assert [entries[joint]["peak_percent"] for joint in entries] == [None, None]
    assert [entries[joint]["color"] for joint in entries] == [None, None]
    assert "published" in entries["neck"]["notes"][0]
    assert "seen" in entries["left_knee"]["notes"][0]


def test_more_than_all_is_the_tables_limit_and_said_so() -> None:
    (partly, beyond) = load_report({"right_hip": JointLoad(1.4, 0.5, "extension")}, WORDS)["right_hip"]["notes"]
    assert "sideways" in partly
    assert "100 %" in beyond
    assert load_report({"right_hip": JointLoad(1.4, 0.5, "extension")}, WORDS)["right_hip"]["color"] == "red"


def test_doubts_are_put_into_words() -> None:
    told = load_report({"right_knee": JointLoad(0.2, 0.1, "flexion")}, WORDS, {"right_knee": ["load.airborne"]})
    assert told["right_knee"]["notes"] == [WORDS["load.airborne"]]
    assert told["right_knee"]["trusted"] is False
    assert told["right_knee"]["peak_percent"] == 20.0


def test_what_is_left_out_for_a_doubt_was_not_unseen() -> None:
    told = load_report({"right_ankle": UNKNOWN}, WORDS, {"right_ankle": ["load.double_stance"]})["right_ankle"]
    assert (told["peak_percent"], told["trusted"], told["notes"]) == (None, False, [WORDS["load.double_stance"]])


def test_the_whole_is_json() -> None:
    told = json.loads(json.dumps(load_report(typical([]), WORDS), allow_nan=False))
    assert tuple(told) == JOINTS
    assert not np.isfinite(UNKNOWN.peak)


def test_the_summary_names_the_three_that_surely_worked_hardest() -> None:
    peaks = {"left_knee": 0.7, "right_knee": 0.6, "lumbar": 0.5, "left_hip": 0.2, "left_ankle": 0.9}
    loads = {joint: JointLoad(peak, 0.1, "extension") for joint, peak in peaks.items()} | {"neck": UNKNOWN}
    told = load_report(loads, WORDS, {"left_ankle": ["load.double_stance"]})
    out = io.StringIO()
    print_summary(Console(file=out, width=100), {**report(ledger(), FACTS, WORDS), "load": told}, WORDS)
    assert "left knee extension 70 % (61 to 81 %)" in out.getvalue()
    named = [joint for joint in ("left ankle", "right knee", "lumbar", "left hip", "neck") if joint in out.getvalue()]
    assert named == ["right knee", "lumbar"]
