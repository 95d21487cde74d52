"""`edgecoach probe`: one device, tried out, and what to do about what was found.

Refuses to know: how a device works. Each has its own file in `probes`.
"""

import typer

from edge.commands.probes.audio import audio
from edge.commands.probes.camera import camera
from edge.commands.probes.haptics import haptics
from edge.commands.probes.imu import imu
from edge.commands.probes.lights import lights
from edge.commands.probes.watch import watch


def register(app: typer.Typer) -> None:
    """Join `probe` and its devices."""
    probe = typer.Typer(no_args_is_help=True)
    probe.callback()(_devices)
    probe.command("camera")(camera)
    probe.command("imu")(imu)
    probe.command("audio")(audio)
    probe.command("haptics")(haptics)
    probe.command("lights")(lights)
    probe.command("watch")(watch)
    app.add_typer(probe, name="probe")


def _devices() -> None:
    """Try out one device, and hear what to do about what was found.

    Example:  edgecoach probe camera
    """
