"""Events and the daemon's health -> the page's board: counts, exercise, grade, cue, hold, heart, view, news.

Refuses to know: sockets, browsers, pictures of the body. Degrees and sentences exist only from here on.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from edge.config_lines import Mistake
from edge.event_json import fault_json, hold_json, rep_json, set_json
from edge.gauges import Health
from edge.messages import Alignment, CoachText, Command, Cue, Event, Exercise, Fault, Hold, Posture, Rep, Score, Set, View
from edge.records import PersonRecord
from edge.sentence import Known, as_said, worded
from edge.verdict import how, set_fields, set_key
from edge.web.catalogue import ExerciseRule
from edge.web.framing import Framing
from edge.web.names import short_name

Json = dict[str, Any]

NOTHING_DONE = ("", "idle", "unknown")
POOR_VIEW = 0.35
"""Form seen worse than this is not graded."""
SWITCH = "cues."
"""What the names of Commands that turn a switch begin with."""
SWITCHES: Mapping[str, float | bool] = {"voice": 1.0, "sound": 1.0, "haptics": 1.0, "light": 1.0, "quiet": False}
"""How strongly each sense is spoken to, and whether nothing sounds at this hour, until somebody turns one."""
WISHES: Mapping[str, str | None] = {"exercise": None, "load_kg": None, "recording": None}
"""What holds for the session that is on, or for the next one, and then no more; None: as the box has it."""
TREND, TREND_EVERY_S = 60, 10.0
"""Heart rates kept for the trend: ten minutes."""


class Say(Protocol):
    """respond.sentences.say, with its words handed in: a key and its fields -> a sentence."""

    def __call__(self, key: str, fields: Iterable[tuple[str, str]] = (), /) -> str: ...


Zone = Callable[[float], int | None]
"""A heart rate, beats a minute -> its training zone, None where the person's highest is not known."""


def no_zone(_: float) -> None:
    """Nobody said how old the person is."""


Called = Callable[[str], str]
"""A person's name -> as it stands on a screen that others see too."""


class Board:
    """What is written on the page. zone may be changed with the person. brightness: of the camera's picture, as of the last health."""

    def __init__(
        self,
        say: Say,
        mistakes: Sequence[Mistake] = (),
        zone: Zone = no_zone,
        exercises: Sequence[ExerciseRule] = (),
        called: Called = short_name,
        known: Known = as_said,
    ) -> None:
        self._say, self.zone, self._called, self._known = say, zone, called, known
        self._framing = Framing(say, {rule.exercise: rule.camera for rule in exercises})
        self._holds = frozenset(rule.exercise for rule in exercises if rule.hold)
        self._mistakes = [{"line": one.line, "error": one.message, **worded(one.message)} for one in mistakes]
        self._person: Json | None = None
        self._session: Json | None = None
        self._health: Json | None = None
        self.brightness: float | None = None
        self._switches, self._wishes = dict(SWITCHES), dict(WISHES)
        self._trend: deque[tuple[float, float]] = deque(maxlen=TREND)
        self._handlers: dict[type, Callable[[Any], Json | None]] = {
            Exercise: self._take_exercise, Rep: self._take_rep, Hold: self._take_hold, Set: self._take_set, Posture: self._take_posture,
            Fault: self._take_fault, Score: self._take_score, View: self._take_view, Cue: self._take_cue, CoachText: self._take_coach,
        }  # fmt: skip
        self._begin()

    def _begin(self) -> None:
        """An empty board, as at the start of a session; who is here and how the daemon does stay."""
        self._reps = self._good = self._set_reps = 0
        self._exercise, self._since, self._held = "", 0.0, False
        self._last_good: bool | None = None
        self._score: int | None = None
        self._cue: Json | None = None
        self._cue_until = 0.0
        self._view: View | None = None

    def forget(self) -> None:
        """What was done is nothing to whoever looks now, nor is whose heart beat how; the watch goes on."""
        self._begin()
        self._session = None
        self._trend.clear()
        if self._health:
            self._health = {**self._health, "heart": None}

    def session(self, session_id: str, started_at: float) -> None:
        """A session begins, on an empty board."""
        self._session = {"id": session_id, "started_at": started_at}

    def rest(self) -> None:
        """The session is over; its counts stay to be read, and what was wished for it is over too."""
        self._wishes = dict(WISHES)
        self._session, self._held, self._cue = None, False, None

    def person(self, record: PersonRecord | None) -> None:
        """Who is here; None: a guest, or nobody."""
        self._person = None if record is None else {"id": record.id, "name": self._called(record.body.name)}

    def take(self, event: Event | CoachText) -> Json | None:
        """Write an event on the board -> its line of news, or None where it has none."""
        self._pass(event.t)
        handler = self._handlers.get(type(event))
        line = handler(event) if handler else None
        if line is None:
            return None
        return {"t": round(event.t, 2), **line}

    def obey(self, command: Command) -> bool:
        """A switch was turned, or something wished for, by whomever -> whether that is shown."""
        if command.name in self._wishes:
            self._wishes[command.name] = command.value
            return True
        name = command.name.removeprefix(SWITCH)
        if name == command.name or name not in self._switches:
            return False
        self._switches[name] = command.value == "on" if command.value in ("on", "off") else float(command.value)
        return True

    def health(self, health: Health) -> None:
        self._pass(health.t)
        if health.heart is not None and (not self._trend or health.t - self._trend[-1][0] >= TREND_EVERY_S):
            self._trend.append((health.t, health.heart.bpm))
        self._health = _health(health, self._heart(health), self._known)

    def _pass(self, t: float) -> None:
        """What was to be shown until then is not shown to a page that is opened later."""
        if t > self._cue_until:
            self._cue = None

    def read(self) -> Json:
        """The whole board."""
        return {
            "reps": self._reps,
            "good": self._good,
            "set_reps": self._set_reps,
            "exercise": None if not self._exercise else {"name": self._exercise, "label": self._label(self._exercise)},
            "person": self._person,
            "session": self._session,
            "score": self._score,
            "grade": self._grade(),
            "cue": self._cue,
            "view": self._framing.read(self._view, self._exercise, self.brightness),
            "hold": {"since": round(self._since, 2), "exercise": self._exercise} if self._held else None,
            "heart": None if self._health is None else self._health["heart"],
            "switches": dict(self._switches),
            "wishes": dict(self._wishes),
            "mistakes": self._mistakes,
            "health": self._health,
        }

    def _grade(self) -> str:
        """green: the last repetition or hold was good; orange: it was not; grey: nothing that could be judged."""
        poor = self._view is not None and self._view.quality < POOR_VIEW
        if self._last_good is None or self._exercise in NOTHING_DONE or poor:
            return "grey"
        return "green" if self._last_good else "orange"

    def _heart(self, health: Health) -> Json | None:
        """trend: [seconds ago, beats a minute], oldest first."""
        if health.heart is None:
            return None
        trend = [[round(health.t - t), round(bpm)] for t, bpm in self._trend]
        return {**health.heart._asdict(), "zone": self.zone(health.heart.bpm), "trend": trend}

    def _worded(self, key: str, fields: Iterable[tuple[str, str]] = ()) -> Json:
        """text: in the box's language; key, fields: by which a page has it in its own."""
        named = dict(fields)
        return {"text": self._say(key, named.items()), "key": key, "fields": named}

    def _label(self, exercise: str) -> str:
        return self._say(f"exercise.{exercise}")

    def _take_exercise(self, event: Exercise) -> Json:
        if event.name != self._exercise:
            self._last_good = None
        self._exercise, self._since, self._held = event.name, event.since, event.name in self._holds
        return {"kind": "exercise", "exercise": event.name, "text": self._label(event.name)}

    def _take_rep(self, event: Rep) -> Json:
        self._reps, self._good, self._set_reps = event.number, self._good + (event.good is True), self._set_reps + 1
        self._last_good = event.good
        told = how(event.good, event.faults, self._say)
        fields = (("number", str(event.number)), ("exercise", event.exercise), ("how", told))
        return {"kind": "rep", **rep_json(event), "text": self._say("news.rep", fields)}

    def _take_hold(self, event: Hold) -> Json:
        self._held, self._last_good = False, event.good
        fields = (("exercise", event.exercise), ("seconds", f"{event.t_end - event.t_start:.0f}"))
        return {"kind": "hold", **hold_json(event), **self._worded("news.hold", fields)}

    def _take_set(self, event: Set) -> Json:
        self._set_reps = 0
        return {"kind": "set", **set_json(event), **self._worded(set_key(event), set_fields(event))}

    def _take_posture(self, event: Posture) -> Json | None:
        if event.name == "none":
            return None
        return {"kind": "posture", "name": event.name, **self._worded(f"posture.{event.name}")}

    def _take_fault(self, event: Fault) -> Json:
        return {"kind": "fault", **fault_json(event, self._say(event.cue)), "text": self._say(f"fault.{event.name}")}

    def _take_score(self, event: Score) -> None:
        self._score = round(event.value)

    def _take_view(self, event: View) -> None:
        self._view = event

    def _take_cue(self, event: Cue) -> Json | None:
        if event.channel != "text":
            return None
        said, priority = self._worded(event.text, event.fields), event.priority.name.lower()
        shown_s = round(max(event.expires - event.t, 1.0), 1)
        self._cue, self._cue_until = {"t": round(event.t, 3), **said, "priority": priority, "shown_s": shown_s}, event.t + shown_s
        return {"kind": "cue", "priority": priority, **said}

    def _take_coach(self, said: CoachText) -> Json:
        return {"kind": "coach", "set": said.set_number, "text": said.text}


def _health(health: Health, heart: Json | None, known: Known) -> Json:
    return {
        "fps": health.fps,
        "frames": health.frames,
        "lost_frames": health.lost_frames,
        "answer_ms": health.frame_to_answer._asdict(),
        "cue_ms": health.frame_to_cue._asdict(),
        "pose_cue_ms": health.pose_to_cue._asdict(),
        "imu_cue_ms": health.imu_to_cue._asdict(),
        "heart": heart,
        "links": [{"source": source, "link": link, "reason": _told(reason, known)} for source, link, reason in health.links],
        "troubles": [_told(trouble, known) for trouble in health.troubles],
        "recording": health.recording,
        "worn": [_worn(alignment) for alignment in health.alignments],
        "stood_s": None if health.stood_s is None else round(health.stood_s, 1),
    }


def _told(sentence: str, known: Known) -> Json:
    """As a refusal is: in English, and how the page finds it in its own language."""
    return {"error": sentence, **worded(known(sentence))}


def _worn(alignment: Alignment) -> Json:
    """late_ms: of its times against the camera's; heading_deg: of its earth frame; both with what they may be off, or None."""
    late, heading = alignment.offset, alignment.heading
    return {
        "where": alignment.where,
        "side": alignment.side,
        "late_ms": None if late is None else [round(1000.0 * late), round(1000.0 * alignment.offset_sd)],
        "heading_deg": None if heading is None else [round(math.degrees(heading)), round(math.degrees(alignment.heading_sd))],
        "guided": alignment.guided,
    }
