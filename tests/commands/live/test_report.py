"""The closing report, as text and as JSON."""

import io
import json
from pathlib import Path

from rich.console import Console

from edge.commands.live.report import Block, blocks, print_figures, print_report, summary, true_blocks
from edge.gauges import Health, Latency
from edge.ledger import Ledger
from edge.live import Visit
from edge.messages import Fault, Hold, Rep, Score, Severity, Side

HEALTH = Health(50.0, 29.8, 1200, 3, Latency(31.0, 44.0), Latency(33.0, 47.0))


def ledger() -> Ledger:
    said = Ledger()
    for number, (exercise, good) in enumerate([("squat", True), ("squat", False), ("squat", True), ("push_up", True)], 1):
        said.add(Rep(float(number), number, exercise, Side.BOTH, 0.0, 0.5, 1.0, 1.5, (0.5, 0.0, 0.5), good, 80.0, 0.9))
    said.add(Fault(2.0, "shallow", "squat", Severity.MAJOR, 12.0, "deg", "squat.deeper", Side.BOTH, 2))
    said.add(Hold(9.0, "plank", 5.0, 9.0, True, 90.0))
    said.add(Score(9.0, 83.6))
    return said


def printed(truth: list[Block] | None) -> str:
    out = io.StringIO()
    words = {"squat.deeper": "Go deeper", "report.recommendation": "{cue} ({count} of {total})"}
    print_report(Console(file=out, width=100), words, ledger(), truth)
    return out.getvalue()


def test_repetitions_by_exercise() -> None:
    assert blocks(ledger().reps) == [Block("squat", 3, 2), Block("push_up", 1, 1)]


def test_the_report_says_counts_holds_score_and_advice() -> None:
    text = printed(None)
    for part in ("squat", "push up", "» Go deeper (1 of 3)\n", "plank held for 4 s", "Form score 84 of 100"):
        assert part in text
    assert "truly" not in text


def test_the_truth_stands_beside_it_also_for_what_was_missed() -> None:
    rows = [line.split() for line in printed([Block("squat", 3, 2), Block("row", 5, 5)]).splitlines()]
    assert ["squat", "│", "3", "│", "2", "│", "3", "│", "2"] in rows
    assert ["row", "│", "0", "│", "0", "│", "5", "│", "5"] in rows
    assert ["push", "up", "│", "1", "│", "1", "│", "0", "│", "0"] in rows


def test_without_repetitions_there_is_a_sentence_and_no_empty_table() -> None:
    out = io.StringIO()
    print_report(Console(file=out, width=100), {}, Ledger(), None)
    assert out.getvalue() == "  No repetitions.\n"


def test_the_truth_is_read_from_the_clips_own_file(tmp_path: Path) -> None:
    reps = [{"exercise": "squat", "fault": ""}, {"exercise": "squat", "fault": "shallow"}, {"exercise": "push_up", "fault": ""}]
    (tmp_path / "truth.json").write_text(json.dumps({"reps": reps}))
    assert true_blocks(tmp_path / "truth.json") == [Block("squat", 2, 1), Block("push_up", 1, 1)]


def test_figures_are_stated_only_when_measured() -> None:
    out = io.StringIO()
    print_figures(Console(file=out, width=100), HEALTH)
    print_figures(Console(file=out, width=100), Health())
    assert out.getvalue() == "  1200 frames, half of them answered within 31 ms of being taken, 95 % within 44 ms\n"


def test_the_json_has_the_same() -> None:
    said = summary(ledger(), Visit(health=HEALTH), [Block("squat", 3, 2)])
    assert (said["rep_count"], said["good_count"], said["score"], said["session"]) == (4, 3, 83.6, None)
    assert said["exercises"] == [
        {"exercise": "squat", "reps": 3, "good": 2, "unjudged": 0},
        {"exercise": "push_up", "reps": 1, "good": 1, "unjudged": 0},
    ]
    assert said["truth"] == [{"exercise": "squat", "reps": 3, "good": 2, "unjudged": 0}]
    assert said["faults"] == {"shallow": 1}
    assert said["frame_to_cue_ms"] == {"p50_ms": 33.0, "p95_ms": 47.0}
