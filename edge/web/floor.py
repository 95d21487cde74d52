"""What goes on at the box now: wishes, words, exercises, angles, the board, and what a technician looks at.

Refuses to know: what a wish leads to, and how the box is examined.
"""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool

from edge.errors import InputError
from edge.sentence import Sentence
from edge.web.answers import AngleTold, AuditLine, Camera, CameraNow, Done, ExerciseTold, Mistake, Technician
from edge.web.badges import Standing
from edge.web.catalogue import angles_json, exercises_json
from edge.web.desk import REMOTE
from edge.web.doctors_words import DoctorsWords
from edge.web.endpoint import NO_PERSON, Call, Endpoint, Refused
from edge.web.questions import CameraWish, Wish
from edge.web.services import Services

Json = dict[str, Any]
NEWEST = 200
NO_CHOICE = Sentence(
    "refusal.no_choice",
    "no camera can be chosen here: a video is played in its place, or the configuration has mistakes that must be corrected first",
)


class Floor:
    """fingerprint: of the certificate, for whoever compares; None where the page is not open to a network."""

    def __init__(self, services: Services, fingerprint: Callable[[], str] | None = None) -> None:
        self._services, self._fingerprint = services, fingerprint
        self._doctors_words = DoctorsWords(services.words.get("en", {}))

    def endpoints(self) -> list[Endpoint]:
        phone, technician = Standing.PHONE, Standing.TECHNICIAN
        return [
            Endpoint("GET", "/api/status", "The board, as the live stream shows it.", self.status, Json, phone),
            Endpoint("POST", "/api/command", "What a button asks for.", self.command, Done, phone, Wish, refuses=(404,)),
            Endpoint("GET", "/api/exercises", "The exercises there are.", self.exercises, list[ExerciseTold], phone),
            Endpoint("GET", "/api/angles", "The angles, in the order of frames and tracks.", self.angles, list[AngleTold], phone),
            Endpoint("GET", "/api/words/{language}", "All sentences in en or es.", self.words, dict[str, str], Standing.NOBODY),
            Endpoint("GET", "/api/technician", "Health, checks, cameras, logs.", self.technician, Technician, technician, by_itself=True),
            Endpoint("POST", "/api/camera", "Use this camera from now on.", self.camera, Done, technician, CameraWish, refuses=(409,)),
            Endpoint("GET", "/api/audit", "Who saw, exported and erased what; the newest first.", self.audit, list[AuditLine], technician),
        ]

    async def status(self, _: Call) -> Json:
        return self._services.page.status()

    async def command(self, call: Call) -> Done:
        wish: Wish = call.body
        await self.wish(call.visitor.standing, wish)
        return Done()

    async def wish(self, standing: Standing, wish: Wish) -> None:
        """Take a wish from somebody who may. Raises Refused, InputError."""
        if standing is Standing.PHONE and wish.name not in REMOTE:
            raise Refused(403, Sentence("refusal.phone_may", "a phone may start, stop and pick, and nothing else"))
        if wish.name == "person":
            await self._demand_known(wish.value)
        wishes = [(wish.name, wish.value)]
        if wish.person is not None:
            await self._demand_known(wish.person)
            wishes.insert(0, ("person", wish.person))
        self._services.desk.take_all(wishes)

    async def exercises(self, _: Call) -> list[ExerciseTold]:
        teacher = self._services.teacher
        words = self._services.words.get(self._services.short_language, {})
        rules = teacher.rules if teacher else self._services.exercises
        return [ExerciseTold(**entry) for entry in exercises_json(rules, {**words, **self._labels()})]

    async def angles(self, _: Call) -> list[AngleTold]:
        return [AngleTold(**entry) for entry in angles_json(self._services.angles)]

    async def words(self, call: Call) -> dict[str, str]:
        words = self._services.words.get(call.path["language"])
        if words is None:
            raise Refused(
                404, Sentence("refusal.no_words", "there are words in {languages} only", languages=", ".join(self._services.words))
            )
        return {**words, **self._labels()}

    def _labels(self) -> dict[str, str]:
        """Of exercises that were taught, as they were written then, whatever the language."""
        teacher = self._services.teacher
        return {f"exercise.{name}": label for name, label in teacher.labels.items()} if teacher else {}

    async def technician(self, _: Call) -> Technician:
        services = self._services
        found: Json = await run_in_threadpool(services.technician) if services.technician else {}
        board = services.page.status()
        return Technician(
            health=board["health"],
            checks=[self._doctors_words.told(one) for one in found.get("checks", [])],
            mistakes=[Mistake(**one) for one in board["mistakes"]],
            cameras=_cameras(found),
            camera=CameraNow(**found["camera"]) if found.get("camera") else None,
            logs=found.get("logs", [])[-NEWEST:],
            fingerprint=self._fingerprint() if self._fingerprint else None,
        )

    async def camera(self, call: Call) -> Done:
        """The configuration is written, and that camera is opened in the place of the one before."""
        wish: CameraWish = call.body
        if self._services.camera is None:
            raise Refused(409, NO_CHOICE)
        await self._services.camera.choose(wish.source, wish.device, wish.rotate_deg, wish.mirror)
        return Done()

    async def audit(self, _: Call) -> list[AuditLine]:
        if self._services.archive is None:
            return []
        entries = await run_in_threadpool(self._services.archive.audit, NEWEST)
        return [AuditLine(number=one.number, at=one.at, who=one.who, did=one.did, subject=one.subject) for one in entries]

    async def _demand_known(self, person_id: str) -> None:
        """Raises Refused for somebody the archive does not know; nobody in particular is a guest."""
        if not person_id:
            return
        try:
            if self._services.archive is None:
                raise Refused(404, NO_PERSON)
            await run_in_threadpool(self._services.archive.person, person_id)
        except InputError:
            raise Refused(404, NO_PERSON) from None


def _cameras(found: Json) -> list[Camera]:
    now = found.get("camera") or {}
    chosen = (now.get("source"), now.get("device"))
    return [Camera(**one, chosen=(one["source"], one["device"]) == chosen) for one in found.get("cameras", [])]
