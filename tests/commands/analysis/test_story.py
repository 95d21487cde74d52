"""What stands on the picture at a moment."""

from dataclasses import replace

import pytest

from edge.commands.analysis.story import CUE_S, Story
from edge.messages import Cue, Exercise, Hold, Priority, Score
from edge.respond.sentences import load
from tests.test_ledger import ledger, rep

EVENTS = (
    Exercise(0, "idle", 0, 1),
    Exercise(8, "squat", 4, 1),
    rep("squat", 5.0, 1),
    rep("squat", 8.0, 2, good=False),
    Score(6.0, 90.0),
    Score(9.0, 75.0),
    Cue(6.0, "tone", "count.good", Priority.COUNT, 6.5),
    Cue(9.0, "text", "squat.deeper", Priority.FORM, 11.0),
    Hold(19.0, "plank", 14.0, 19.0, True, 90.0),
)


@pytest.fixture
def story() -> Story:
    kept = ledger(*EVENTS)
    return Story(kept, kept.segments(20.0), 0.0, 20.0, load("english"))


def test_counts_grow_where_repetitions_end(story: Story) -> None:
    assert [(story.board(t).count, story.board(t).good) for t in (5.8, 5.9, 8.8, 8.9, 20.0)] == [(0, 0), (1, 1), (1, 1), (2, 1), (2, 1)]


def test_the_exercise_is_named_from_where_it_began(story: Story) -> None:
    assert [story.board(t).exercise for t in (3.9, 4.0, 20.0)] == ["", "squat", "squat"]


def test_the_ring_is_half_full_at_the_turning_point(story: Story) -> None:
    assert story.board(4.0).progress == 0.0
    assert story.board(5.0).progress == pytest.approx(0.5)
    assert story.board(5.899).progress == pytest.approx(1.0, abs=0.01)
    assert story.board(6.5).progress == 0.0


def test_a_counted_repetition_flashes_and_fades(story: Story) -> None:
    assert story.board(5.9).flash == 1.0
    assert 0.0 < story.board(6.3).flash < 0.6
    assert story.board(7.5).flash == 0.0
    assert story.board(6.0).flash_good
    assert not story.board(9.0).flash_good


def test_what_nobody_could_judge_is_neither_good_nor_faulty() -> None:
    kept = ledger(rep("squat", 5.0, 1), replace(rep("squat", 8.0, 2), good=None), rep("squat", 11.0, 3, good=False))
    end = Story(kept, kept.segments(20.0), 0.0, 20.0, load("english")).board(20.0)
    assert (end.count, end.good, end.faulty, [mark.good for mark in end.marks]) == (3, 1, 1, [True, None, False])


def test_counts_are_not_spelled_out_and_cues_fade(story: Story) -> None:
    assert story.board(6.1).cue == ""
    assert story.board(9.5).cue == "Go deeper"
    assert story.board(9.5).cue_strength == 1.0
    assert story.board(9.0 + CUE_S - 0.1).cue_strength < 0.5
    assert story.board(9.0 + CUE_S).cue == ""


def test_score_hold_and_time_line(story: Story) -> None:
    assert [story.board(t).score for t in (5.0, 6.0, 9.0)] == [None, 90.0, 75.0]
    assert story.board(16.0).hold_s == pytest.approx(2.0)
    assert story.board(19.5).hold_s is None
    assert story.board(10.0).playhead == pytest.approx(0.5)
    assert [(mark.at, mark.good) for mark in story.board(0.0).marks] == [(pytest.approx(0.295), True), (pytest.approx(0.445), False)]
