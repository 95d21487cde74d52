"""A visit's wish and what the box has -> the page, and all that its server is handed.

Refuses to know: how anything is shown, and what happens in a session.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

from edge.assembly import shipped_rules
from edge.camera_choice import CameraChoice
from edge.clock import Clock
from edge.config import Loaded
from edge.config_lines import Mistake
from edge.doctor import Patient
from edge.errors import InputError
from edge.estimate.body.clinical_table import CLINICAL
from edge.estimate.body.load import shares_now
from edge.respond.sentences import load, say
from edge.sentence import Phrasebook
from edge.state import State, private, private_folder, write_whole
from edge.store.archive import Archive
from edge.taught import TAUGHT
from edge.technician import LogTail, Technician
from edge.web.api import LivePage
from edge.web.board import Called
from edge.web.codes import Codes, codes_folder
from edge.web.desk import Desk
from edge.web.names import short_name
from edge.web.services import MakingOf, Order, Phone, Services
from edge.web.shelf import in_memory

log = logging.getLogger(__name__)

FOLDER = "page"
"""Of the state directory: certificate, and what is being made for a browser."""

CHILDREN = "children.toml"
"""In it: the configuration of the processes that make it."""


@dataclass(frozen=True, slots=True)
class Front:
    """loaded: the configuration; path: of its file. state, models: folders. made_up: nobody real is seen, so that whoever comes may see
    all of it."""

    loaded: Loaded
    path: Path
    state: Path
    models: Path
    clock: Clock
    made_up: bool = False

    def page(self) -> LivePage:
        return LivePage(
            partial(say, load(self._language)),
            self._mistakes(),
            now=self.clock.now,
            exercises=shipped_rules().all,
            shares=shares_now,
            called=self._called,
            known=Phrasebook(load("english")).find,
        )

    def _mistakes(self) -> list[Mistake]:
        """Their messages found among the words."""
        find = Phrasebook(load("english"), "mistake").find
        return [replace(one, message=find(one.message)) for one in self.loaded.mistakes]

    def desk(self) -> Desk:
        return Desk(self.clock, shipped_rules().names)

    def services(
        self, page: LivePage, desk: Desk, archive: Archive | None, tail: LogTail, phone: Phone | None, camera: CameraChoice | None = None
    ) -> Services:
        """All that the server is handed; without an archive nothing is made of what is kept."""
        technician = Technician(Patient(self.loaded, self.path, self.state, self.models, self.clock), tail, camera.told if camera else None)
        if camera:
            camera.changed.append(technician.configured)
        room = self._room() if archive else None
        return Services(
            page=page,
            desk=desk,
            clock=self.clock,
            archive=archive,
            codes=None if self.made_up else Codes(State(codes_folder(self.state))),
            words={"en": load("english"), "es": load("spanish")},
            exercises=shipped_rules().all,
            angles=CLINICAL,
            technician=technician,
            camera=camera,
            making=making(room / CHILDREN) if room else None,
            scratch=room / "scratch" if room else None,
            memory=in_memory(f"edgecoach-{_short(self.state)}") if room else None,
            environment={"EDGECOACH_MODELS": str(self.models), "EDGECOACH_STATE": str(self.state)},
            readable=(self.models, self.state / f"{TAUGHT}.json"),
            phone=phone,
            say=partial(say, load(self._language)),
            all_open=self.made_up,
            demo=self.made_up,
            safe_mode=self.loaded.safe_mode,
            names_listed=self._names_listed,
            language=self._language,
            version=_version(),
        )

    @property
    def _names_listed(self) -> bool:
        return self.made_up or self.loaded.config.web.names == "listed"

    @property
    def _called(self) -> Called:
        return str if self._names_listed else short_name

    @property
    def _language(self) -> str:
        return self.loaded.config.respond.language

    def _room(self) -> Path | None:
        """A folder of the page's own, with the configuration of what is made there."""
        room = self.state / FOLDER
        try:
            private_folder(room)
            write_whole(room / CHILDREN, self._of_children().encode(), private)
        except OSError as problem:
            log.warning("the page makes no reports: %s cannot be written (%s)", room, problem.strerror)
            return None
        return room

    def _of_children(self) -> str:
        """Where we keep things, whatever configuration the box has: a JSON string is one of TOML as well."""
        state, language = json.dumps(str(self.state)), json.dumps(self._language)
        return f"[respond]\nlanguage = {language}\n\n[store]\nstate_dir = {state}\n"


def making(config: Path) -> MakingOf:
    """An order -> the command that fulfils it."""

    def words(order: Order, out: Path) -> Sequence[str]:
        kept = ["--config", str(config), "--who", order.who]
        if order.what == "report":
            whose = ["--person", order.id] if order.subject == "person" else [order.id]
            return ["sessions", "report", *whose, f"--{order.kind}", str(out), "--language", order.language, *kept]
        if order.what == "export" and order.subject == "session":
            return ["sessions", "export", order.id, "--format", order.kind, "--out", str(out), *kept]
        if order.what in ("track", "outline"):
            return ["sessions", order.what, order.id, "--out", str(out), *kept]
        raise InputError(f"{order.what} of a {order.subject} cannot be made")

    return words


def _short(folder: Path) -> str:
    """A name for it, the same each time, unlike any other's."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]


def _version() -> str:
    try:
        return installed_version("edgecoach")
    except PackageNotFoundError:
        return ""
