"""Events, the newest MotionState and the daemon's health -> what the page shows, as JSON.

Refuses to know: sockets, browsers, and who feeds it. Degrees and sentences exist only from here on.
"""

import json
import math
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import numpy as np

from edge.gauges import Health
from edge.messages import Alignment, Cue, Event, Exercise, Hold, MotionState, Rep, Score, Set, View
from edge.web.viewers import Viewers

Json = dict[str, Any]

REMEMBERED = 40
"""Lines of news that a browser gets when it comes late."""

SEEN = 0.5
"""Landmarks less visible than this are not drawn."""


class Say(Protocol):
    """respond.sentences.say, with its words handed in: a key and its fields -> a sentence."""

    def __call__(self, key: str, fields: Iterable[tuple[str, str]] = (), /) -> str: ...


Zone = Callable[[float], int | None]
"""A heart rate, beats a minute -> its training zone, None where the person's highest is not known."""


def _no_zone(_: float) -> None:
    """Nobody said how old the person is."""


class Board:
    """What is written on the page: counts, exercise, the last cue, the news, the daemon's health, mistakes in the configuration."""

    def __init__(self, say: Say, mistakes: tuple[str, ...] = (), zone: Zone = _no_zone) -> None:
        self._say, self._zone = say, zone
        self._shown: Json = {
            "reps": 0, "good": 0, "set_reps": 0, "exercise": "", "score": None, "cue": None, "view": [],
            "mistakes": list(mistakes), "health": None,
        }  # fmt: skip
        self.news: deque[Json] = deque(maxlen=REMEMBERED)
        self._handlers: dict[type, Callable[[Any], Json | None]] = {
            Exercise: self._exercise, Rep: self._rep, Hold: self._hold, Set: self._set,
            Score: self._score, View: self._view, Cue: self._cue,
        }  # fmt: skip

    def take(self, event: Event) -> Json | None:
        """Write an event on the board -> its line of news, or None where it has none."""
        handler = self._handlers.get(type(event))
        line = handler(event) if handler else None
        if line is None:
            return None
        line = {"t": round(event.t, 2), **line}
        self.news.append(line)
        return line

    def health(self, health: Health) -> None:
        self._shown["health"] = {
            "fps": health.fps,
            "frames": health.frames,
            "lost_frames": health.lost_frames,
            "answer_ms": health.frame_to_answer._asdict(),
            "cue_ms": health.frame_to_cue._asdict(),
            "heart": None if health.heart is None else {**health.heart._asdict(), "zone": self._zone(health.heart.bpm)},
            "links": [{"source": source, "link": link, "reason": reason} for source, link, reason in health.links],
            "troubles": list(health.troubles),
            "recording": health.recording,
            "worn": [_worn(alignment) for alignment in health.alignments],
        }

    def read(self) -> Json:
        """The whole board."""
        return dict(self._shown)

    def _exercise(self, event: Exercise) -> Json:
        self._shown["exercise"] = self._say(f"exercise.{event.name}")
        return {"kind": "exercise", "text": self._shown["exercise"]}

    def _rep(self, event: Rep) -> Json:
        self._shown["reps"] = event.number
        self._shown["good"] += event.good
        self._shown["set_reps"] += 1
        faults = [self._say(f"fault.{name}") for name in event.faults]
        text = f"{event.number}: {self._say(f'exercise.{event.exercise}')}, {', '.join(faults) or 'good'}"
        return {"kind": "rep", "good": event.good, "text": text}

    def _hold(self, event: Hold) -> Json:
        text = f"{self._say(f'exercise.{event.exercise}')} held {event.t_end - event.t_start:.0f} s"
        return {"kind": "hold", "good": event.good, "text": text}

    def _set(self, event: Set) -> Json:
        self._shown["set_reps"] = 0
        text = f"set {event.number}: {event.good} of {event.reps} good, {self._say(f'exercise.{event.exercise}')}"
        return {"kind": "set", "text": text}

    def _score(self, event: Score) -> None:
        self._shown["score"] = round(event.value)

    def _view(self, event: View) -> None:
        self._shown["view"] = [self._say(key) for key in event.advice]

    def _cue(self, event: Cue) -> Json | None:
        if event.channel != "text":
            return None
        text = self._say(event.text, event.fields)
        self._shown["cue"] = {"text": text, "priority": event.priority.name.lower(), "shown_s": round(max(event.expires - event.t, 1.0), 1)}
        return {"kind": "cue", "text": text}


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


def frame(state: MotionState) -> Json:
    """The stick figure: [x_px, y_px] for each landmark, null where it is not seen."""
    seen = (state.visibility >= SEEN) & np.isfinite(state.points).all(axis=1)
    places = np.where(seen[:, None], state.points, 0.0).round().astype(int).tolist()
    points = [place if visible else None for place, visible in zip(places, seen, strict=True)]
    return {"w": state.width, "h": state.height, "points": points}


class LivePage:
    """The face of the room: told what happens, it keeps every browser up to date."""

    def __init__(self, say: Say, mistakes: tuple[str, ...] = (), zone: Zone = _no_zone) -> None:
        self.viewers = Viewers()
        self._board = Board(say, mistakes, zone)

    def deliver(self, event: Event) -> None:
        """An event, once."""
        line = self._board.take(event)
        if line is not None:
            self.viewers.append(_message("news", line))
        self.viewers.replace("board", self.board())

    def look(self, state: MotionState | None) -> None:
        """The newest state, or nobody; costs nothing while nobody watches."""
        if self.viewers:
            self.viewers.replace("frame", _message("frame", frame(state) if state else None))

    def health(self, health: Health) -> None:
        """How the daemon is doing, now and then."""
        self._board.health(health)
        self.viewers.replace("board", self.board())

    def board(self) -> str:
        return _message("board", self._board.read())

    def greeting(self) -> list[str]:
        """What a browser that has just come needs to know."""
        return [self.board(), *(_message("news", line) for line in self._board.news)]

    def status(self) -> Json:
        """The board for `/api/status`."""
        return self._board.read()


def _message(kind: str, body: Json | None) -> str:
    return json.dumps({"kind": kind, "body": body}, separators=(",", ":"))
