"""Sessions that are over, or go on: the list, one of them whole, and what child processes make of it.

Refuses to know: how sessions are kept and files are made. Whoever stands before the box sees the session they just did; others' are for
clinicians.
"""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from edge.errors import InputError
from edge.event_json import cue_json, fault_json, hold_json, rep_json, seconds, set_json
from edge.ledger import Ledger
from edge.messages import Set
from edge.records import PersonRecord, SessionRecord, SessionSummary
from edge.sentence import Sentence
from edge.web.answers import SessionTold, Summary, Track, Waiting
from edge.web.badges import Standing
from edge.web.board import Say
from edge.web.endpoint import NO_PERSON, Call, Endpoint, Refused
from edge.web.papers import KINDS, Papers
from edge.web.progress import counts
from edge.web.questions import ReportWish, SessionsQuery
from edge.web.services import LANGUAGES, Archive, Order, Services
from edge.web.witness import Witness

Json = dict[str, Any]
NOT_OWN = Sentence("refusal.not_own", "this session is not the one that was just done: log in with a clinician's code to see it")
NO_SESSION = Sentence("refusal.no_session", "there is no such session here; it may have been erased")


class Visits:
    """papers: None where no files can be made."""

    def __init__(self, services: Services, archive: Archive, witness: Witness, papers: Papers | None) -> None:
        self._services, self._archive, self._witness, self._papers = services, archive, witness, papers

    def endpoints(self) -> list[Endpoint]:
        one = "/api/sessions/{id}"
        told = [
            Endpoint(
                "GET", "/api/sessions", "The newest first; for an athlete, their own of now.", self.all, list[Summary], query=SessionsQuery
            ),
            Endpoint("GET", one, "A whole session.", self.session, SessionTold),
        ]
        made = [
            Endpoint(
                "GET",
                f"{one}/track",
                "The body, ten moments a second; 202 until it is ready.",
                self.track,
                Track,
                also={202: Waiting},
                refuses=(409,),
            ),
            Endpoint("POST", f"{one}/report", "A report, html or pdf.", self.report, body=ReportWish, refuses=(409,)),
            Endpoint("GET", f"{one}/export/{{kind}}", f"One of {', '.join(KINDS)}.", self.export, least=Standing.CLINICIAN, refuses=(409,)),
            Endpoint(
                "GET",
                "/api/people/{id}/report",
                "A report over time, html or pdf.",
                self.person_report,
                least=Standing.CLINICIAN,
                query=ReportWish,
                refuses=(409,),
            ),
        ]
        return told + (made if self._papers else [])

    async def all(self, call: Call) -> list[Summary]:
        wanted: SessionsQuery = call.query
        if call.visitor.standing < Standing.CLINICIAN:
            return await self._own()
        found = await run_in_threadpool(self._archive.sessions, wanted.person, wanted.before, wanted.limit)
        await self._witness.saw(call.visitor, "the list of sessions", wanted.person or "")
        return [_summary(summary) for summary in found]

    async def _own(self) -> list[Summary]:
        """The session of whoever is here; none where nothing is kept of it, or not yet."""
        own = self._services.page.own_session
        try:
            return [_summary((await run_in_threadpool(self._archive.session, own)).summary)] if own else []
        except InputError:
            return []

    async def session(self, call: Call) -> SessionTold:
        return _told(await self._let_see(call, "a session"), self._services.say)

    async def track(self, call: Call) -> Response:
        session = await self._let_see(call, "a session's movements")
        return await self._made.track(Order("track", "session", session.summary.id, person=session.summary.person_id))

    async def report(self, call: Call) -> Response:
        about = (await self._let_see(call)).summary
        person = await run_in_threadpool(self._archive.person, about.person_id) if about.person_id else None
        return await self._report(call, call.body, "session", about.id, person)

    async def export(self, call: Call) -> Response:
        session, kind = await self._find(call.path["id"]), call.path["kind"]
        if kind not in KINDS:
            raise Refused(
                404,
                Sentence("refusal.no_export", "there is no export called {kind}: choose one of {known}", kind=kind, known=", ".join(KINDS)),
            )
        about = session.summary
        return await self._made.file(Order("export", "session", about.id, kind, person=about.person_id, who=call.visitor.who))

    async def person_report(self, call: Call) -> Response:
        try:
            person = await run_in_threadpool(self._archive.person, call.path["id"])
        except InputError:
            raise Refused(404, NO_PERSON) from None
        return await self._report(call, call.query, "person", person.id, person)

    async def _report(self, call: Call, wish: ReportWish, subject: str, about: str, person: PersonRecord | None) -> Response:
        """In the language of whom it is about, else of who asks, else of the box."""
        language = (person and person.language) or wish.language or self._services.language
        whose = person.id if person else ""
        return await self._made.file(Order("report", subject, about, wish.kind, LANGUAGES.get(language, language), whose, call.visitor.who))

    @property
    def _made(self) -> Papers:
        if self._papers is None:
            raise Refused(409, Sentence("refusal.no_files", "this box makes no files"))
        return self._papers

    async def _let_see(self, call: Call, what: str = "") -> SessionRecord:
        """One's own of now, or anyone's for a clinician; an athlete is not told whether another one exists.

        what: for the log; empty where the child that makes a file of it writes it down.
        """
        own = call.path["id"] == self._services.page.own_session
        if call.visitor.standing < Standing.CLINICIAN and not own:
            raise Refused(403, NOT_OWN)
        record = await self._find(call.path["id"])
        if what and not own:
            await self._witness.saw(call.visitor, what, record.summary.id)
        return record

    async def _find(self, session_id: str) -> SessionRecord:
        try:
            return await run_in_threadpool(self._archive.session, session_id)
        except InputError:
            raise Refused(404, NO_SESSION) from None


def _facts(summary: SessionSummary) -> Json:
    return {
        "id": summary.id,
        "person_id": summary.person_id,
        "started_at": summary.started_at,
        "clock_trusted": summary.clock_trusted,
        "duration_s": round(summary.duration_s, 1),
        "good": summary.good,
        "unjudged": summary.unjudged,
        "score": summary.score,
        "recording": str(summary.recording),
        "exercises": counts(summary),
    }


def _summary(summary: SessionSummary) -> Summary:
    return Summary(**_facts(summary), reps=summary.reps)


def _told(record: SessionRecord, say: Say) -> SessionTold:
    ledger, t0 = Ledger(), record.t0
    for event in record.events:
        ledger.add(event)
    end = t0 + record.summary.duration_s
    return SessionTold(
        **_facts(record.summary),
        rep_count=record.summary.reps,
        reps=[rep_json(rep, t0) for rep in ledger.reps],
        holds=[hold_json(hold, t0) for hold in ledger.holds],
        faults=[fault_json(fault, say(fault.cue), t0) for fault in ledger.faults],
        cues=[cue_json(cue, say(cue.text, cue.fields), t0) for cue in ledger.cues],
        sets=[set_json(event, t0) for event in record.events if isinstance(event, Set)],
        segments=[
            {"start_s": seconds(one.start - t0), "end_s": seconds(one.end - t0), "name": one.name, "confidence": round(one.confidence, 3)}
            for one in ledger.segments(end)
        ],
        postures=[{"t_s": seconds(posture.t - t0), "name": posture.name} for posture in ledger.postures],
        coach=[{"set": said.set_number, "text": said.text} for said in record.coach],
        quality=dict(record.quality),
        config_hash=record.config_hash,
        model_hashes=dict(record.model_hashes),
    )
