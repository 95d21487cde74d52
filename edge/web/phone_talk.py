"""What one phone says -> readings for the sensor, wishes for the desk, and an answer where something is not taken.

Refuses to know: sockets. A phone is a sensor from its first readings on, until its context ends, or who it
measures agrees to it no more.
"""

import json
from collections.abc import Awaitable, Callable
from contextlib import ExitStack

from pydantic import ValidationError

from edge.errors import EdgeError
from edge.sentence import Sentence, worded
from edge.web.badges import Standing
from edge.web.endpoint import Refused
from edge.web.floor import Floor
from edge.web.questions import Wish
from edge.web.services import Services

NOT_AGREED = Sentence("refusal.not_agreed", "Whoever trains here has not agreed to a phone's sensors: change that in Who is here")
NO_SENSOR = Sentence("refusal.no_sensor", "This box takes no phone as a sensor now")
NOT_UNDERSTOOD = Sentence("refusal.not_understood", "This is not understood: send readings, or a wish")


class PhoneTalk:
    """answer: to the phone. stack: of its connection; when that closes, the phone has left. worn: where, empty where it does not say."""

    def __init__(
        self,
        services: Services,
        floor: Floor,
        standing: Standing,
        answer: Callable[[str], Awaitable[None]],
        stack: ExitStack,
        worn: str = "",
    ) -> None:
        self._services, self._floor, self._standing = services, floor, standing
        self._answer, self._stack, self._worn = answer, stack, worn
        self._measuring: ExitStack | None = None
        self._said = ""

    async def hear(self, text: str) -> None:
        """Readings as `[[t_ms, ax, ay, az, gx, gy, gz], …]`, or a wish as `{"name": …, "value": …}`."""
        try:
            if text.lstrip().startswith("["):
                self._measure(text)
            else:
                await self._floor.wish(self._standing, Wish.model_validate_json(text))
        except Refused as problem:
            await self._complain(problem.sentence)
        except ValidationError:
            await self._complain(NOT_UNDERSTOOD)
        except EdgeError as problem:
            await self._complain(str(problem))
        else:
            self._said = ""

    def _measure(self, text: str) -> None:
        sensor = self._services.phone
        if sensor is None or not self._services.page.phone_agreed:
            self._leave()
            raise Refused(403, NO_SENSOR if sensor is None else NOT_AGREED)
        if self._measuring is None:
            measuring = ExitStack()
            measuring.enter_context(sensor.join(self._worn) if self._worn else sensor.join())
            self._measuring = self._stack.enter_context(measuring)
        if not sensor.take(text):
            raise Refused(422, NOT_UNDERSTOOD)

    def _leave(self) -> None:
        """It is a sensor no more, and may become one again."""
        if self._measuring is not None:
            self._measuring.close()
            self._measuring = None

    async def _complain(self, sentence: str) -> None:
        """Once for each trouble: readings come many times a second."""
        if sentence != self._said:
            self._said = sentence
            await self._answer(json.dumps({"error": sentence, **worded(sentence)}))
