"""What reaches the athlete, in which order, how often and by which senses."""

from dataclasses import replace

import pytest

from edge.errors import InputError
from edge.messages import Command, Cue, Event, Fault, Priority, Rep, Set, Severity, Side, View
from edge.respond.attention import OF, RECENT, REPEAT_GAP_S
from edge.respond.cues import FIRST_PRAISE, FRAMING_GAP_S, Cues
from edge.respond.switches import Switches

GAP_S = 4.0
REP = Rep(10.0, 1, "squat", Side.BOTH, 8.0, 9.0, 9.9, 1.5, (0.8, 0.2, 0.9), True, 100.0, 0.9)
BAD = replace(REP, good=False, faults=("shallow",))
SHALLOW = Fault(10.0, "shallow", "squat", Severity.MINOR, 5.0, "deg", "squat.deeper", Side.BOTH, 1)
LEAN = replace(SHALLOW, name="trunk_lean", cue="common.chest_up")
FEET = View(10.0, 0.5, "front", ("view.feet_out",))
HELD = replace(SHALLOW, rep=None)


def at(t: float, event: Event) -> Event:
    return replace(event, t=t)


def told(*events: Event | Command, cues: Cues | None = None) -> list[Cue]:
    cues = cues or Cues()
    given: list[Cue] = []
    for event in events:
        given += cues.obey(event) if isinstance(event, Command) else cues.feed(event)
    return given


def spoken(*events: Event | Command, cues: Cues | None = None) -> list[tuple[float, str]]:
    return [(cue.t, cue.text) for cue in told(*events, cues=cues) if cue.channel == "voice"]


def faulty(t: float, *faults: Fault) -> list[Event]:
    """A repetition with these faults, as the judge tells it."""
    return [replace(BAD, t=t, faults=tuple(fault.name for fault in faults)), *(replace(fault, t=t) for fault in faults)]


def turned(name: str, value: str) -> Command:
    return Command(0.0, f"cues.{name}", value)


# --- counting --------------------------------------------------------------------------------------------------------


def test_every_repetition_is_ticked_at_once() -> None:
    """However fast they come, and whatever the voice says."""
    reps = [replace(BAD, t=10 + 0.6 * i, number=i + 1) for i in range(10)]
    ticks = [cue for cue in told(*reps) if cue.channel == "tone"]
    assert [(cue.t, dict(cue.fields)["number"]) for cue in ticks] == [(rep.t, str(rep.number)) for rep in reps]
    assert {cue.priority for cue in ticks} == {Priority.COUNT}


def test_good_and_faulty_sound_different() -> None:
    tones = [cue.text for cue in told(REP, replace(BAD, t=12.0)) if cue.channel == "tone"]
    assert tones == ["count.good", "count.faulty"]


# --- the voice -------------------------------------------------------------------------------------------------------


def test_a_slip_is_ticked_and_not_spoken_of() -> None:
    assert spoken(*faulty(10, SHALLOW)) == []


def test_what_persists_is_spoken_of() -> None:
    assert spoken(*faulty(10, SHALLOW), *faulty(13, SHALLOW)) == [(13, "squat.deeper")]
    assert spoken(*faulty(10, SHALLOW), at(13, REP), *faulty(16, SHALLOW)) == [(16, "squat.deeper")]


def test_a_fault_that_comes_now_and_then_does_not_persist() -> None:
    assert spoken(*faulty(10, SHALLOW), at(13, REP), at(16, REP), *faulty(19, SHALLOW)) == []


def test_another_exercise_starts_with_a_clean_slate() -> None:
    lunge = [replace(event, exercise="lunge") for event in faulty(13, SHALLOW) if isinstance(event, Rep | Fault)]
    assert spoken(*faulty(10, SHALLOW), *lunge) == []


def test_of_those_that_persist_the_worst_is_spoken_of() -> None:
    """The judge names the worst first; one that does not persist does not stand in its way."""
    assert spoken(*faulty(10, LEAN, SHALLOW), *faulty(13, LEAN, SHALLOW)) == [(13, "common.chest_up")]
    assert spoken(*faulty(10, SHALLOW), *faulty(13, LEAN, SHALLOW)) == [(13, "squat.deeper")]


def test_a_held_position_is_corrected_at_its_end() -> None:
    assert spoken(HELD) == [(10.0, "squat.deeper")]


def test_the_voice_leaves_a_gap() -> None:
    held_lean = replace(LEAN, rep=None)
    early = GAP_S - 0.1
    assert spoken(at(10, HELD), at(10 + early, held_lean)) == [(10, "squat.deeper")]
    assert spoken(at(10, HELD), at(10 + GAP_S, held_lean)) == [(10, "squat.deeper"), (10 + GAP_S, "common.chest_up")]


def test_the_gap_is_the_persons_choice() -> None:
    held_lean = replace(LEAN, rep=None)
    assert spoken(turned("voice_gap_s", "8"), at(10, HELD), at(17.9, held_lean), at(18, held_lean)) == [
        (10, "squat.deeper"), (18, "common.chest_up"),
    ]  # fmt: skip


def test_the_same_words_are_not_repeated_soon() -> None:
    soon, later = 10 + GAP_S + 0.1, 10 + REPEAT_GAP_S
    assert spoken(at(10, HELD), at(soon, HELD), at(later, HELD)) == [(10, "squat.deeper"), (later, "squat.deeper")]


def test_words_become_rarer_as_the_athlete_improves() -> None:
    """The same fault in every second repetition: told often to a beginner, seldom to one who does most of them well."""
    poor = [event for i in range(20) for event in (faulty(3.0 * i, SHALLOW))]
    mixed = [event for i in range(20) for event in (faulty(3.0 * i, SHALLOW) if i % 2 else [at(3.0 * i, REP)])]
    better = [event for i in range(20) for event in (faulty(3.0 * i, SHALLOW) if i % 5 in (3, 4) else [at(3.0 * i, REP)])]
    often, less, seldom = (sum(text == "squat.deeper" for _, text in spoken(*events)) for events in (poor, mixed, better))
    assert often > less > seldom >= 1


def test_once_improved_a_fault_must_be_seen_once_more() -> None:
    good = [at(3.0 * i, REP) for i in range(RECENT - OF)]
    two = [event for i in (8, 9) for event in faulty(3.0 * i, SHALLOW)]
    three = [event for i in (8, 9, 10) for event in faulty(3.0 * i, SHALLOW)]
    assert "squat.deeper" not in dict(spoken(*good, *two)).values()
    assert dict(spoken(*good, *three))[30.0] == "squat.deeper"


def test_safety_is_told_at_once_and_does_not_wait_for_the_gap() -> None:
    major = replace(LEAN, severity=Severity.MAJOR, t=11.0)
    assert spoken(HELD, major) == [(10.0, "squat.deeper"), (11.0, "common.chest_up")]
    assert {cue.priority for cue in told(major)} == {Priority.SAFETY}


def test_cues_expire_rather_than_come_late() -> None:
    cues = told(BAD, HELD)
    assert all(0 < cue.expires - cue.t <= GAP_S for cue in cues)
    assert max(cue.expires for cue in cues if cue.priority is Priority.COUNT) < min(cue.expires for cue in cues if cue.channel == "voice")


# --- senses and switches -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [REP, BAD, HELD, FEET, replace(SHALLOW, severity=Severity.MAJOR)])
def test_everything_is_told_to_two_senses(event: Event) -> None:
    senses = {"voice": "ear", "tone": "ear", "light": "eye", "text": "eye", "haptic": "skin"}
    assert len({senses[cue.channel] for cue in told(event)}) >= 2


@pytest.mark.parametrize(("switch", "channel"), [("sound", "tone"), ("voice", "voice"), ("haptics", "haptic"), ("light", "light")])
def test_a_switch_sets_one_channels_strength(switch: str, channel: str) -> None:
    major = replace(SHALLOW, severity=Severity.MAJOR)
    softer = {cue.channel: cue.strength for cue in told(turned(switch, "0.4"), major)}
    assert softer == {"text": 1.0, "voice": 1.0, "tone": 1.0, "light": 1.0, "haptic": 1.0} | {channel: 0.4}
    assert channel not in {cue.channel for cue in told(turned(switch, "0"), major) if cue.strength > 0.0}


def test_in_quiet_hours_nothing_sounds_and_the_other_senses_are_told() -> None:
    quiet = {cue.channel for cue in told(turned("quiet", "on"), BAD, HELD)}
    assert quiet == {"text", "light", "haptic"}
    assert "voice" in {cue.channel for cue in told(turned("quiet", "on"), turned("quiet", "off"), BAD, HELD)}


def test_the_count_is_spoken_if_wanted_unless_something_else_is_being_said() -> None:
    count = turned("count_aloud", "on")
    assert spoken(count, REP, at(12, replace(REP, number=2))) == [(10.0, "count.number"), (12, "count.number")]
    assert spoken(count, at(9, HELD), REP) == [(9, "squat.deeper")]
    assert spoken(REP) == []


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [("cues.voise", "1", "voice"), ("cues.voice", "2", "0 to 1"), ("cues.voice", "loud", "0 to 1"), ("cues.quiet", "1", "on or off")],
)
def test_a_switch_that_does_not_exist_is_refused(name: str, value: str, advice: str) -> None:
    with pytest.raises(InputError, match=advice):
        list(Cues().obey(Command(0.0, name, value)))


def test_a_light_that_is_switched_while_it_glows_is_told() -> None:
    """Between cues it shows how it goes: without a word it would go on glowing."""
    assert [(cue.channel, cue.strength) for cue in told(turned("light", "0"))] == [("light", 0.0)]
    assert told(turned("light", "1"), turned("voice", "0")) == []


def test_other_commands_are_not_for_cues() -> None:
    assert list(Cues().obey(Command(0.0, "exercise", "squat"))) == []


# --- praise ------------------------------------------------------------------------------------------------------------


def good_ones(count: int, start: float = 10.0) -> list[Rep]:
    return [replace(REP, t=start + 5 * i, number=i + 1) for i in range(count)]


def test_a_streak_of_good_ones_is_praised_and_praise_fades() -> None:
    said = [cue for cue in told(*good_ones(5 * FIRST_PRAISE)) if cue.text == "praise.streak" and cue.channel == "voice"]
    assert [dict(cue.fields)["number"] for cue in said] == [str(FIRST_PRAISE), str(2 * FIRST_PRAISE), str(4 * FIRST_PRAISE)]
    assert {cue.priority for cue in said} == {Priority.PRAISE}


def test_a_faulty_one_breaks_the_streak() -> None:
    events = [*good_ones(FIRST_PRAISE - 1), replace(BAD, t=100.0), *good_ones(FIRST_PRAISE - 1, 110.0)]
    assert spoken(*events) == []


def test_the_end_of_a_set_is_told_with_its_numbers() -> None:
    cues = told(Set(40.0, 1, "squat", 8.0, 30.0, 8, 6, 88.0))
    assert {(cue.text, cue.fields) for cue in cues} == {("praise.set_done", (("number", "8"), ("good", "6")))}


def felt(rep: Rep) -> Rep:
    """As when only a worn sensor felt it."""
    return replace(rep, range=None, good=None, score=None, confidence=0.5)


def test_what_nobody_watched_is_ticked_and_not_praised() -> None:
    alone = [felt(rep) for rep in good_ones(5 * FIRST_PRAISE)]
    assert spoken(*alone) == []
    assert {cue.text for cue in told(*alone)} == {"count.plain"}


def test_what_nobody_watched_breaks_no_streak() -> None:
    alone = felt(replace(REP, t=60.0))
    assert [text for _, text in spoken(*good_ones(FIRST_PRAISE - 1), alone, replace(REP, t=70.0))] == ["praise.streak"]


def test_a_set_is_told_by_what_was_watched_of_it() -> None:
    alone = [felt(replace(REP, t=float(t))) for t in (31, 33, 35)]
    half_seen, ended = Set(40.0, 1, "squat", 8.0, 36.0, 8, 3, 88.0, 3), Set(80.0, 2, "squat", 50.0, 76.0, 3, 0, None, 3)
    said = [cue.fields for cue in told(*alone, half_seen) if cue.text == "praise.set_done"]
    assert set(said) == {(("number", "5"), ("good", "3"))}
    assert not [cue for cue in told(*alone, ended) if cue.text == "praise.set_done"]


# --- framing -----------------------------------------------------------------------------------------------------------


def test_framing_is_told_while_nothing_is_done() -> None:
    assert spoken(FEET) == [(10.0, "view.feet_out")]


def test_framing_is_not_told_in_a_set_and_again_after_it() -> None:
    ended = Set(20.0, 1, "squat", 8.0, 12.0, 1, 1, 100.0)
    assert spoken(REP, at(15, FEET), ended, at(30, FEET)) == [(20.0, "praise.set_done"), (30, "view.feet_out")]


def test_framing_is_not_told_over_and_over() -> None:
    times = [10.0, 10 + REPEAT_GAP_S, 10 + FRAMING_GAP_S]
    assert [t for t, _ in spoken(*(at(t, FEET) for t in times))] == [times[0], times[2]]


def test_a_view_without_advice_says_nothing() -> None:
    assert told(View(10.0, 1.0, "front")) == []


@pytest.mark.parametrize("event", [REP, BAD, HELD, FEET])
def test_a_cue_is_never_in_the_past_of_its_cause(event: Event) -> None:
    assert all(cue.t == event.t for cue in told(event))


def test_switches_come_back_from_their_commands() -> None:
    wanted = Switches(sound=0.5, voice=0.0, voice_gap_s=6.5, count_aloud=True)
    turned_back = Switches()
    for name, value in wanted.commands().items():
        turned_back = turned_back.turned(name, value)
    assert turned_back == wanted
    assert Switches().commands() == {}
