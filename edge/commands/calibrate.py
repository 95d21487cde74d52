"""`edgecoach calibrate`: what the box must know of its sensors, learned with a person's help.

Refuses to know: what the person is told, and what the numbers lead to. Nothing is stored before all of it is known: Ctrl-C keeps what
was known before.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.capture.source import Source
    from edge.commands.guides.imu import Lesson


def register(app: typer.Typer) -> None:
    calibrate = typer.Typer(no_args_is_help=True)
    calibrate.callback()(_about)
    calibrate.command("imu")(imu)
    app.add_typer(calibrate, name="calibrate")


def _about() -> None:
    """Let the box learn what it must know of its sensors.

    Example:  edgecoach calibrate imu
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
