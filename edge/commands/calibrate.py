"""`edgecoach calibrate`: what the box must know of its sensors and of bodies, learned with a person's help.

Refuses to know: what the person is told, and what the numbers lead to. Nothing is stored before all of it is known: Ctrl-C keeps what
was known before.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edge.capture.source import Source
    from edge.commands.guides.body import Measuring
    from edge.commands.guides.imu import Lesson
    from edge.config_options import Config
    from edge.estimate.body.anthropometry import Lengths
    from edge.messages import Person, Sample


def register(app: typer.Typer) -> None:
    calibrate = typer.Typer(no_args_is_help=True)
    calibrate.callback()(_about)
    calibrate.command("imu")(imu)
    calibrate.command("body")(body)
    app.add_typer(calibrate, name="calibrate")


def _about() -> None:
    """Let the box learn what it must know of its sensors and of a person's body.

    Examples:  edgecoach calibrate imu   edgecoach calibrate body --person Ana
    """


def imu(
    where: str = typer.Option("", help="Where it is worn: wrist, thigh, shank, trunk or bar; the configured one, if there is one."),
    gyro_only: bool = typer.Option(False, "--gyro-only", help="Only the gyroscope: two seconds, lying still."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
) -> None:
    """Calibrate a worn sensor: its gyroscope at rest, and its accelerometer lying on each of its six sides.

    Stop the daemon meanwhile. Ctrl-C ends it, and what was stored before stays.

    Examples:

      edgecoach calibrate imu

      edgecoach calibrate imu --where thigh --gyro-only
    """
    import asyncio

    from edge.assembly import demand_configuration
    from edge.axes import AS_PRINTED
    from edge.capture.choose import imu_opener
    from edge.capture.imu import ImuSource
    from edge.capture.imu_calibration import NONE, store, stored
    from edge.commands.guides.imu import Lesson
    from edge.commands.probes.worn import worn
    from edge.state import State, state_folder

    configured = demand_configuration(config)
    place, sensor = worn(configured, where)
    state = State(state_folder(configured.store.state_dir))
    known = stored(state, place) if gyro_only else NONE
    lesson = Lesson(gyro_only)
    try:
        asyncio.run(_teach(ImuSource(place, imu_opener(place, sensor, None, AS_PRINTED)), lesson))
    except KeyboardInterrupt:
        print("Stopped. What was known of the sensor before is kept.", file=sys.stderr)
        raise
    learned = lesson.learned(known)
    store(state, place, learned)
    print(f"Stored for the {place} sensor: {learned.in_words}.")


async def _teach(source: "Source", lesson: "Lesson") -> None:
    from functools import partial

    from edge.commands.guides.imu import guide

    async with source.open() as samples:
        await guide(samples, lesson, partial(print, flush=True))


def body(
    person: str = typer.Option("", metavar="NAME", help="Whose body it is."),
    height: float | None = typer.Option(None, help="Body height, m: the scale of everything measured.", show_default=False),
    mass: float | None = typer.Option(None, help="Body mass, kg.", show_default=False),
    sex: str | None = typer.Option(None, help="F or M, for the tables.", show_default=False),
    age: float | None = typer.Option(None, help="Years.", show_default=False),
    recorded: Path | None = typer.Option(None, "--from", metavar="FILE", help="A video or a recording (.mcap) instead of the camera."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
) -> None:
    """Measure a person's segments while they stand still before the camera, and remember them with their height and mass.

    Stop the daemon meanwhile. Ctrl-C ends it, and what was stored before stays.

    Examples:

      edgecoach calibrate body --person Ana --height 1.68 --mass 61

      edgecoach calibrate body --person Ana --from standing.mp4
    """
    from dataclasses import asdict, replace

    from edge.assembly import demand_configuration
    from edge.clock import SystemClock
    from edge.commands.analyze import person_of
    from edge.commands.guides.body import in_words
    from edge.commands.kept.opening import WHO
    from edge.errors import InputError
    from edge.state import state_folder
    from edge.store.acquaintance import keep_physique, physique_of
    from edge.store.archive import open_archive

    configured = demand_configuration(config)
    folder, who = state_folder(configured.store.state_dir), person_of(person, height, mass, sex, age)
    if who.guest:
        raise InputError("it is not said whose body it is", "give --person NAME")
    with open_archive(folder, SystemClock()) as archive:
        known = physique_of(archive, who)
    lengths = _lengths_of(known.person, configured, recorded)
    with open_archive(folder, SystemClock()) as archive:
        keep_physique(archive, replace(known, lengths={part: round(length, 4) for part, length in asdict(lengths).items()}), WHO)
    print(f"Stored for {known.person.name}: {in_words(lengths)}.")
    if known.person.height_m is None:
        print("They are those of somebody 1.70 m tall: with --height they would be in true centimetres.")


def _lengths_of(who: "Person", config: "Config", recorded: Path | None) -> "Lengths":
    """Measured while they stand. Raises EdgeError where it cannot be."""
    from functools import partial

    from edge.assembly import landmark_errors
    from edge.commands.guides.body import OPENING, Measuring
    from edge.estimate.body.anthropometry import size_of

    tell = partial(print, flush=True)
    measuring = Measuring(size_of(who), tell, landmark_errors())
    try:
        if recorded is None:
            tell(OPENING)
        _measure(measuring, config, recorded)
    except KeyboardInterrupt:
        print("Stopped. What was known of the body before is kept.", file=sys.stderr)
        raise
    return measuring.result()


def _measure(measuring: "Measuring", config: "Config", recorded: Path | None) -> None:
    """Until it is done or the file ends. Raises EdgeError where neither camera nor file can be had."""
    import asyncio

    from edge.capture.choose import camera_log, camera_options
    from edge.capture.pose import PoseSource
    from edge.state import state_folder
    from edge.weights import checked_folder

    if recorded is None:
        options = camera_options(config.capture.camera, checked_folder(config.store.models_dir))
        asyncio.run(_watch(PoseSource(options, log=camera_log(state_folder(config.store.state_dir))), measuring))
        return
    for sample in _recorded(recorded, config):
        measuring.feed(sample)
        if measuring.done:
            return


async def _watch(camera: "Source", measuring: "Measuring") -> None:
    async with camera.open() as samples:
        async for sample in samples:
            measuring.feed(sample)
            if measuring.done:
                return


def _recorded(path: Path, config: "Config") -> "Iterator[Sample]":
    from edge.capture.video import open_video
    from edge.clock import SystemClock
    from edge.commands.analysis.film import Film, pose_model
    from edge.store.recording import read_recording
    from edge.weights import checked_folder

    if path.suffix == ".mcap":
        yield from read_recording(path).samples()
        return
    with open_video(path) as video:
        yield from Film(video, pose_model(checked_folder(config.store.models_dir)), SystemClock())
