"""The shipped tables and a person's wishes -> a Pipeline.

Refuses to know: where samples come from and where events go. The live daemon, replay and analyze all begin here.
"""

import ipaddress
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache, partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from edge.axes import parse_axes
from edge.config import Accepts, Loaded, load, load_safely
from edge.config_options import Config, Imus
from edge.errors import EdgeError, InputError
from edge.estimate.estimator import Body, Estimator
from edge.estimate.landmark_errors import LandmarkErrors
from edge.estimate.skeleton import ANGULAR, SIGNAL_NAMES
from edge.judge.judge import Judge
from edge.judge.rules import Rules, parse_rules
from edge.messages import Person
from edge.pipeline import Pipeline
from edge.quiet_hours import time_of_day
from edge.respond.cues import Cues
from edge.state import Json, State, state_folder
from edge.taught import TAUGHT, entries
from edge.weights import trained

if TYPE_CHECKING:
    from edge.estimate.body.plates import Plates

NOT_MEASURED: Mapping[str, float] = MappingProxyType({})
NOT_PROVEN: Mapping[str, tuple[float, float]] = MappingProxyType({})


@lru_cache
def shipped_rules() -> Rules:
    """judge/exercises.toml, parsed once."""
    text = files("edge.judge").joinpath("exercises.toml").read_text(encoding="utf-8")
    return parse_rules(tomllib.loads(text), SIGNAL_NAMES, ANGULAR)


def rules_with(taught: Json) -> tuple[Rules, tuple[str, ...]]:
    """The shipped exercises, and those that the box was taught as the value TAUGHT of its state holds them; what of these is no good,
    one sentence each: the rest is used."""
    rules, wrong = shipped_rules(), []
    if taught is not None and not isinstance(taught, dict):
        wrong.append(f"what the box was taught ({TAUGHT}.json) cannot be read: teach it again")
    for name, entry in entries(taught).items():
        try:
            if name in shipped_rules().names or name in rules.aliases:
                raise ValueError(f"{name} is a shipped exercise")
            rules = rules.joined(parse_rules({name: {**entry, "told": True}}, SIGNAL_NAMES, ANGULAR))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            wrong.append(f"the taught exercise {name} cannot be used ({problem}): forget it and teach it again")
    return rules, tuple(wrong)


def build_pipeline(
    person: Person = Person(),  # noqa: B008 - a frozen guest
    exercise: str = "auto",
    *,
    body: bool = False,
    plates: "Plates | None" = None,
    lengths: Mapping[str, float] = NOT_MEASURED,
    strengths: Mapping[str, tuple[float, float]] = NOT_PROVEN,
    taught: Json = None,
    measured: bool = False,
) -> Pipeline:
    """A fresh pipeline. Raises InputError naming the nearest exercise for an unknown one.

    body: with angles, moments and load of the whole body, which takes most of the time of thought and changes no event. plates: what the
    ground measured under its feet. lengths: of the person's segments, m, as `edgecoach calibrate body` measured them. strengths: what
    their best efforts proved, as estimate.body.strength keeps it. taught: as the state, or a recording's header, has it. measured: the
    landmarks come without a picture, as a Kinect's do; else the pose model's errors are corrected.
    """
    rules, _ = rules_with(taught)
    name = rules.resolve(exercise)
    chosen = None if name == "auto" else name
    errors = None if measured else landmark_errors()
    whole = _body_of(person, plates, lengths, strengths, not measured) if body else None
    return Pipeline(Estimator(whole, errors), Judge(rules, SIGNAL_NAMES, chosen, ANGULAR), Cues())


def _body_of(
    person: Person,
    plates: "Plates | None",
    lengths: Mapping[str, float],
    strengths: Mapping[str, tuple[float, float]],
    corrected: bool,
) -> Body:
    from edge.estimate.body.anthropometry import measured, size_of
    from edge.estimate.body.body_estimator import BodyEstimator  # Pinocchio is only loaded where it is used
    from edge.estimate.body.footing import Footing
    from edge.estimate.body.strength import of_numbers

    size = size_of(person)
    footing = Footing(plates) if plates else None
    return BodyEstimator(size, footing, measured(size, lengths) if lengths else None, of_numbers(strengths), corrected)


@lru_cache
def landmark_errors() -> LandmarkErrors:
    """models/landmark_errors.npz, read once. Raises EdgeError where it is missing or another one."""
    with np.load(BytesIO(trained("landmark_errors"))) as arrays:
        layers = [(arrays[f"weight{i}"], arrays[f"bias{i}"]) for i in range(sum(name.startswith("bias") for name in arrays.files))]
        return LandmarkErrors(arrays["mean"], arrays["spread"], layers)


def load_configuration(path: Path | None = None) -> Loaded:
    """As `edge.config.load_safely`; an exercise that is not in the tables is a mistake, with its line."""
    return load_safely(path, _accepts(path))


def demand_configuration(path: Path | None = None) -> Config:
    """As `edge.config.load`, which refuses a bad file; the mistakes are those of `load_configuration`."""
    return load(path, _accepts(path))


def _accepts(path: Path | None) -> Accepts:
    """The options whose values a range cannot describe."""
    quiet = {f"respond.cues.quiet_{end}": _time_of_day for end in ("from", "until")}
    mounted = {f"capture.imu.{where}.axes": parse_axes for where in Imus.model_fields}
    return {"judge.exercise": partial(_known_exercise, path), "web.listen": _address, **quiet, **mounted}


def _known_exercise(path: Path | None, name: str) -> None:
    """Raises InputError for one that is neither shipped nor taught; taught ones are where this very file says that state is kept."""
    taught: Json = None
    with suppress(EdgeError):  # where it cannot be read there is none
        taught = State(state_folder(load_safely(path).config.store.state_dir)).get(TAUGHT)
    rules_with(taught)[0].resolve(name)


def _address(text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        raise InputError(f"{text!r} is no address in numbers", "127.0.0.1 is this machine only, 0.0.0.0 the whole network") from None


def _time_of_day(text: str) -> None:
    if text:
        time_of_day(text)
