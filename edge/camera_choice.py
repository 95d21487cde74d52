"""What a technician chooses as the camera -> the configuration's file, and the camera that is open.

Refuses to know: who asks, and how cameras are opened. The file is written first: where it cannot be, nothing has changed.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from edge.cameras import found
from edge.capture.exchange import Exchange
from edge.capture.pose import PoseSource
from edge.capture.source import Source
from edge.clock import Clock
from edge.config_edit import Value, rewrite
from edge.config_options import Camera, Config
from edge.errors import InputError
from edge.plain_words import in_plain_words
from edge.sentence import Sentence

SECTION = "capture.camera"


class CameraChoice:
    """config: as it is now. exchange: the camera that is open. changed: told each new configuration.

    path: of the configuration's file. make: what opens a camera of these options.
    """

    def __init__(self, config: Config, path: Path, make: Callable[[Camera], Source], clock: Clock) -> None:
        self.config, self._path, self._make = config, path, make
        self.exchange = Exchange(make(config.capture.camera), clock)
        self.changed: list[Callable[[Config], object]] = []
        self._turn = asyncio.Lock()

    def told(self) -> dict[str, Any]:
        """The configured camera, and what it is called by the one that is open, empty while none is."""
        camera, source = self.config.capture.camera, self.exchange.source
        status = source.status if isinstance(source, PoseSource) else None
        chosen = {name: getattr(camera, name) for name in ("source", "device", "rotate_deg", "mirror")}
        return {**chosen, "open": status.identity if status else ""}

    async def choose(self, source: str, device: str, rotate_deg: int, mirror: bool) -> None:
        """The camera of this kind and name, turned so. Raises InputError for one that is not there, ConfigError where the file cannot
        be written."""
        async with self._turn:
            before = self.config.capture.camera
            wanted: dict[str, Value] = {"source": source, "device": device, "rotate_deg": rotate_deg, "mirror": mirror}
            news = {name: value for name, value in wanted.items() if value != getattr(before, name)}
            if not news:
                return
            await asyncio.to_thread(self._demand_there, source, device)
            camera = _valid(before, news)
            await asyncio.to_thread(rewrite, self._path, SECTION, news)
            self._become(camera)

    def _become(self, camera: Camera) -> None:
        capture = self.config.capture.model_copy(update={"camera": camera})
        self.config = self.config.model_copy(update={"capture": capture})
        self.exchange.change(self._make(camera))
        for told in self.changed:
            told(self.config)

    def _demand_there(self, source: str, device: str) -> None:
        now = self.config.capture.camera
        there = {(one.source, one.device) for one in found()} | {(now.source, now.device), ("auto", "")}
        if (source, device) not in there:
            raise InputError(
                Sentence("refusal.no_camera", "there is no camera {camera} now: plug it in, and choose again", camera=device or source)
            )


def _valid(before: Camera, news: dict[str, Value]) -> Camera:
    try:
        return Camera.model_validate({**before.model_dump(), **news})
    except ValidationError as problem:
        first = problem.errors()[0]
        raise InputError("the camera cannot be so", in_plain_words(f"{'.'.join(map(str, first['loc']))}: {first['msg']}")) from None
