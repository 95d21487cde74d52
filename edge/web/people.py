"""People: who there is, adding, changing, erasing them.

Refuses to know: how people are kept. An athlete on the box sees names only where these are
listed, and may say who they are and what they agree to.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool

from edge.errors import InputError
from edge.messages import Person as Body
from edge.outline import outline_of
from edge.records import Consent, Goal, PersonRecord, RecordingState
from edge.sentence import Sentence
from edge.web.answers import Consent as ConsentTold
from edge.web.answers import GoalTold, Person, ProgressTold
from edge.web.badges import Standing
from edge.web.endpoint import NO_PERSON, Call, Endpoint, Refused
from edge.web.names import named, short_name
from edge.web.pace import Pace
from edge.web.papers import Papers
from edge.web.progress import progress
from edge.web.questions import CardRead, ConsentGiven, GoalGiven, NameTyped, NewPerson, PersonChange
from edge.web.services import LANGUAGES, Archive, Services
from edge.web.witness import Witness

NEW, NEW_EVERY_S = 20, 30.0
"""People added from one place: nobody fills the disk from a kiosk."""
CARDS, CARD_EVERY_S = 20, 3.0
EVERYBODY = "Everybody; for an athlete, names where they are listed, else who is here, as for a phone."
OWN = frozenset({"consent", "language"})
"""What somebody without a code may change of whoever stands before the box."""
SIZES = ("height_m", "mass_kg", "sex", "age")
MOST_SESSIONS = 1000
NOBODY_SO = Sentence(
    "refusal.nobody_so", "nobody here has this name, these initials or this number: try your whole name, or say that you are new"
)
SEVERAL = Sentence("refusal.several", "several people answer to this: type your whole name or your number, or use your card")
OWN_ONLY = Sentence("refusal.own_only", "only consent and language of whoever is here can be changed without a clinician's code")


class People:
    """papers: None where no files are made."""

    def __init__(self, services: Services, archive: Archive, witness: Witness, papers: Papers | None = None) -> None:
        self._services, self._archive, self._witness, self._papers = services, archive, witness, papers
        self._added = Pace(services.clock, NEW, NEW_EVERY_S)
        self._cards = Pace(services.clock, CARDS, CARD_EVERY_S)

    def endpoints(self) -> list[Endpoint]:
        one = "/api/people/{id}"
        return [
            Endpoint("GET", "/api/people", EVERYBODY, self.everybody, list[Person], Standing.PHONE),
            Endpoint("POST", "/api/people", "Somebody new.", self.add, Person, body=NewPerson, status=201),
            Endpoint("POST", "/api/people/card", "Whose card this is.", self.of_card, Person, body=CardRead, refuses=(404,)),
            Endpoint(
                "POST",
                "/api/people/typed",
                "Whose initials, name or number these are.",
                self.of_typed,
                Person,
                body=NameTyped,
                refuses=(404, 409),
            ),
            Endpoint("GET", one, "One person.", self.person, Person, Standing.CLINICIAN),
            Endpoint("PATCH", one, "Change what is given; an athlete: consent and language.", self.change, Person, body=PersonChange),
            Endpoint(
                "DELETE", one, "Erase a person completely; answers with a signed receipt.", self.erase, dict[str, Any], Standing.CLINICIAN
            ),
            Endpoint("GET", f"{one}/progress", "How they come along.", self.progress, ProgressTold, Standing.CLINICIAN),
        ]

    async def everybody(self, call: Call) -> list[Person]:
        here = self._services.page.here
        if call.visitor.standing <= Standing.PHONE:
            return [self._short(here)] if here else []
        if call.visitor.standing < Standing.CLINICIAN and not self._services.names_listed:
            return [self._own(here)] if here else []
        everybody = await run_in_threadpool(self._archive.people)
        if call.visitor.standing < Standing.CLINICIAN:
            return [self._own(record) if here and record.id == here.id else self._short(record) for record in everybody]
        await self._witness.saw(call.visitor, "the list of people", "")
        return [_told(record) for record in everybody]

    async def person(self, call: Call) -> Person:
        record = await self._find(call.path["id"])
        await self._witness.saw(call.visitor, "a person", record.id)
        return _told(record)

    async def add(self, call: Call) -> Person:
        if wait_s := self._added.wait_s(call.visitor.address):
            raise Refused(
                429, Sentence("refusal.many_added", "many people were added just now: wait {seconds} s", seconds=str(wait_s)), wait_s
            )
        new: NewPerson = call.body
        body = Body(new.name, new.height_m, new.mass_kg, new.sex, new.age)

        def adding() -> PersonRecord:
            goals = self._goals(new.goals, ())
            return self._archive.add_person(
                body, language=_language(new.language), goals=goals, consent=self._consent(new.consent), card=new.card, who=call.visitor.who
            )

        record = await run_in_threadpool(adding)
        return _told(record)

    async def of_card(self, call: Call) -> Person:
        self._slow_down(call)
        record = await run_in_threadpool(self._archive.person_of_card, call.body.number)
        if record is None:
            raise Refused(404, Sentence("refusal.no_card", "nobody has this card: say who you are, or that you are new"))
        return self._short(record)

    async def of_typed(self, call: Call) -> Person:
        self._slow_down(call)
        typed: str = call.body.typed

        def finding() -> list[PersonRecord]:
            holder = self._archive.person_of_card(typed)
            return [holder] if holder else named(typed, self._archive.people())

        found = await run_in_threadpool(finding)
        if not found:
            raise Refused(404, NOBODY_SO)
        if len(found) > 1:
            raise Refused(409, SEVERAL)
        return self._short(found[0])

    async def change(self, call: Call) -> Person:
        change: PersonChange = call.body
        clinician = call.visitor.standing >= Standing.CLINICIAN
        if not clinician and (change.model_fields_set - OWN or self._services.page.person_id != call.path["id"]):
            raise Refused(403, OWN_ONLY)
        person_id = (await self._find(call.path["id"])).id
        changed = await run_in_threadpool(self._archive.change_person, person_id, partial(self._changed, change), call.visitor.who)
        self._follow(changed, change.consent is not None)
        return _told(changed) if clinician else self._own(changed)

    async def erase(self, call: Call) -> dict[str, Any]:
        record = await self._find(call.path["id"])
        if self._services.page.training == record.id:
            raise Refused(409, Sentence("refusal.training", "this person is training now: end the session first"))
        receipt = await run_in_threadpool(self._archive.erase, record.id, call.visitor.who)
        if self._papers:
            await self._papers.forget({record.id})
        if self._services.page.person_id == record.id:
            self._services.page.person(None)
        return receipt

    async def progress(self, call: Call) -> ProgressTold:
        record = await self._find(call.path["id"])
        await self._witness.saw(call.visitor, "progress", record.id)

        def collecting() -> ProgressTold:
            sessions = self._archive.sessions(record.id, limit=MOST_SESSIONS)
            kept = self._archive.outlines(record.id)
            fresh = {one.id: outline_of(self._archive.session(one.id)) for one in sessions if one.id not in kept}
            unseen = sum(one.id in fresh and one.recording is not RecordingState.NONE for one in sessions)
            return progress(record, sessions, kept | fresh, self._services.clock.wall(), unseen)

        return await run_in_threadpool(collecting)

    def _slow_down(self, call: Call) -> None:
        """Nobody finds out by trying who is known here."""
        if wait_s := self._cards.wait_s(call.visitor.address):
            raise Refused(429, Sentence("refusal.many_names", "too many names and cards were tried: wait a moment"), wait_s)

    def _short(self, record: PersonRecord) -> Person:
        name = record.body.name
        return Person(id=record.id, name=name if self._services.names_listed else short_name(name))

    def _own(self, record: PersonRecord) -> Person:
        """For whoever is here, about themselves."""
        return self._short(record).model_copy(update={"consent": _agreed(record.consent)})

    def _follow(self, changed: PersonRecord, consented: bool) -> None:
        """Who is here is at once as they are now; what they take back ends. Raises InputError where that has to be asked again."""
        page = self._services.page
        page.changed(changed)
        if consented and not changed.consent.recording and page.training == changed.id:
            self._services.desk.take("recording", "off")

    async def _find(self, person_id: str) -> PersonRecord:
        try:
            return await run_in_threadpool(self._archive.person, person_id)
        except InputError:
            raise Refused(404, NO_PERSON) from None

    def _goals(self, given: Iterable[GoalGiven], had: Iterable[Goal]) -> tuple[Goal, ...]:
        """Of exercises that there are, and of those the person had a goal for: one that was taught may be gone."""
        kept = {goal.exercise for goal in had}
        for goal in given:
            if goal.exercise and goal.exercise not in kept:
                self._services.desk.check(goal.exercise)
        return tuple(Goal(goal.exercise, goal.measure, goal.target) for goal in given)

    def _consent(self, given: ConsentGiven) -> Consent:
        return Consent(given.recording, given.phone, self._services.clock.wall())

    def _changed(self, change: PersonChange, record: PersonRecord) -> PersonRecord:
        given = change.model_fields_set
        sizes = {name: getattr(change, name) for name in SIZES if name in given}
        body: dict[str, Any] = sizes | ({"name": change.name} if change.name else {})
        parts: dict[str, Any] = {"body": replace(record.body, **body)}
        if change.goals is not None:
            parts["goals"] = self._goals(change.goals, record.goals)
        if change.consent is not None:
            parts["consent"] = self._consent(change.consent)
        if change.language is not None:
            parts["language"] = _language(change.language)
        if change.card is not None:
            parts["card"] = self._archive.card_hash(change.card)
        return replace(record, **parts)


def _told(record: PersonRecord) -> Person:
    body = record.body
    return Person(
        id=record.id,
        name=body.name,
        height_m=body.height_m,
        mass_kg=body.mass_kg,
        sex=body.sex,
        age=body.age,
        goals=[GoalTold(exercise=goal.exercise, measure=goal.measure, target=goal.target) for goal in record.goals],
        consent=_agreed(record.consent),
        language=record.language,
        created_at=record.created_at,
        has_card=bool(record.card),
    )


def _agreed(consent: Consent) -> ConsentTold:
    return ConsentTold(recording=consent.recording, phone=consent.phone, given_at=consent.given_at)


def _language(said: str) -> str:
    return LANGUAGES.get(said, said)
