"""Events, the newest MotionState and the daemon's health -> messages that keep every browser up to date.

Refuses to know: sockets, and who feeds it. A message is written once, however many watch; what changes by itself,
not at all while nobody does.
"""

import json
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from edge.config_lines import Mistake
from edge.gauges import Health
from edge.messages import CoachText, Command, Event, MotionState
from edge.records import PersonRecord
from edge.sentence import Known, as_said
from edge.web.board import Board, Called, Say, Zone, no_zone
from edge.web.catalogue import ExerciseRule
from edge.web.figure import Shares, frame, no_shares
from edge.web.names import short_name
from edge.web.viewers import Viewers

OWN_S = 300.0
"""Whoever ended their session may look at it for so long; then anybody may stand before the box."""

REMEMBERED = 5000
"""Lines of news: more than three hours of sets hold."""
NEWEST = 40
"""Lines of news for whoever trains: those of a set or two."""

Json = dict[str, Any]
_encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


class LivePage:
    """The face of the room: told what happens, it keeps every browser up to date.

    mistakes: in the configuration; a message that is a Sentence is shown in the page's language.
    now: seconds of the clock. exercises: the judge's, for the best side and for holds. shares: as estimate.body.load.shares_now.
    called: a name -> as the page shows it. light_from: the brightness of the camera's picture, 0..1, None where nobody measures it.
    known: as sentence.Phrasebook.find.
    """

    def __init__(
        self,
        say: Say,
        mistakes: Sequence[Mistake] = (),
        zone: Zone = no_zone,
        *,
        now: Callable[[], float],
        exercises: Sequence[ExerciseRule] = (),
        shares: Shares = no_shares,
        called: Called = short_name,
        known: Known = as_said,
    ) -> None:
        self.viewers = Viewers()
        self.on_leaving: list[Callable[[], None]] = []
        """Told when whoever was here is here no more: their session ended, or somebody else came."""
        self._now = now
        self._record: PersonRecord | None = None
        self._own_session, self._running = "", False
        self._forget_at: float | None = None
        self._board = Board(say, mistakes, zone, exercises, called, known)
        self._shares = shares
        self._news: deque[str] = deque(maxlen=REMEMBERED)
        self.light_from: Callable[[], float | None] = lambda: None
        self._seen: MotionState | None = None

    def deliver(self, event: Event) -> None:
        """An event, once."""
        self._tell(event)

    def hear(self, said: Command | CoachText) -> None:
        """What the coach said about a set, or somebody who turned a switch."""
        if isinstance(said, CoachText):
            self._tell(said)
        elif self._board.obey(said):
            self._show()

    def person(self, record: PersonRecord | None, zone: Zone | None = None) -> None:
        """Who is here from now on; None: a guest or nobody. What the one before did is no longer theirs to see, on no screen."""
        before, self._record = self._record, record
        self._own_session, self._forget_at = "", None
        if (before and before.id) != (record and record.id):
            self._leave()
        self._board.person(record)
        self._board.zone = zone or self._board.zone
        self._forget()
        self._show()

    def changed(self, record: PersonRecord) -> None:
        """Somebody is not as they were: who is here goes on as they are now, with all that is theirs to see."""
        if self.person_id == record.id:
            self._record = record
            self._board.person(record)
            self._show()

    @property
    def here(self) -> PersonRecord | None:
        """Who is here; None: a guest, or nobody."""
        self._forget_in_time()
        return self._record

    @property
    def person_id(self) -> str:
        """Of who is here; empty for a guest."""
        return self.here.id if self.here else ""

    @property
    def training(self) -> str:
        """Whose session is on, as their id; empty for a guest's, and where none is."""
        return self.person_id if self._running else ""

    @property
    def running(self) -> bool:
        """Whether a session is on."""
        return self._running

    @property
    def own_session(self) -> str:
        """The session that is on, or was just done: whoever stands before the box may look at it."""
        self._forget_in_time()
        return self._own_session

    @property
    def phone_agreed(self) -> bool:
        """Whether who is here lets a phone measure them; a guest is asked by the phone itself."""
        return self.here is None or self.here.consent.phone

    def session_began(self, session_id: str, started_at: float) -> None:
        """The counts begin anew. started_at: seconds since 1970."""
        self._forget()
        self._board.session(session_id, started_at)
        self._own_session, self._running, self._forget_at = session_id, True, None
        self._show()

    def session_ended(self) -> None:
        """Its counts stay to be read, and whoever did it may look at it for OWN_S, or until somebody else comes."""
        self._board.rest()
        self._running, self._forget_at = False, self._now() + OWN_S
        self._leave()
        self._show()

    def look(self, state: MotionState | None) -> None:
        """The newest state, or nobody; costs nothing while nobody watches."""
        self._seen = state
        if self.viewers:
            self.viewers.replace("frame", self._frame())

    def health(self, health: Health) -> None:
        """How the daemon is doing, now and then."""
        self._forget_in_time()
        self._board.brightness = self.light_from()
        self._board.health(health)
        self._show()

    def board(self) -> str:
        return _message("board", self.status())

    def _frame(self) -> str:
        return _message("frame", frame(self._seen, self._shares) if self._seen else None)

    def greeting(self, whole: bool = False) -> list[str]:
        """What a browser that has just come needs to know. whole: all that happened in the session so far, else the newest of it."""
        news = list(self._news)
        return [self.board(), *([self._frame()] if self._seen else []), *(news if whole else news[-NEWEST:])]

    def status(self) -> Json:
        """The board for whoever asks once."""
        self._forget_in_time()
        return self._board.read()

    def _forget_in_time(self) -> None:
        if self._forget_at is not None and self._now() >= self._forget_at:
            self.person(None)

    def _forget(self) -> None:
        """Nothing of what was done stands anywhere any more, in this process or in a browser."""
        self._board.forget()
        self._news.clear()
        self._seen = None
        self.viewers.forget(FORGET)

    def _leave(self) -> None:
        for told in self.on_leaving:
            told()

    def _tell(self, event: Event | CoachText) -> None:
        line = self._board.take(event)
        if line is not None:
            news = _message("news", line)
            self._news.append(news)
            self.viewers.append(news)
        self._show()

    def _show(self) -> None:
        if self.viewers:
            self.viewers.replace("board", self.board())


FORGET = '{"kind":"forget","body":null}'
"""What browsers were told before is nothing of what follows: another one trains, or nobody may see it any more."""


def _message(kind: str, body: Json | None) -> str:
    return _encode({"kind": kind, "body": body})
