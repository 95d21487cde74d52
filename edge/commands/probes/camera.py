"""`edgecoach probe camera`: the camera, watched for some seconds, and what to do about what was found.

Refuses to know: how a camera works.
"""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from edge.capture.camera.wire import Options
    from edge.capture.probe import Findings
    from edge.config_options import Config

DARK, GLARING = 0.12, 0.9
"""Mean brightness beyond which shadows and light hide a body's outline."""

SLOW, SHAKY_MS, BEHIND = 0.8, 12.0, 0.2
"""Share of the wanted frame rate; standard deviation between frames; share of frames that the model had no time for."""


ADDRESSES = {
    "rtsp": "rtsp://192.168.1.20/live",
    "gstreamer": "'videotestsrc ! videoconvert'",
    "file": "set.mp4",
    "folder": "pictures",
}
"""The kinds of camera that have no first one to take, each with an address such as it needs."""


def camera(
    source: str = typer.Option("", help="Kind of camera: auto, csi, picamera2, v4l2, rtsp, gstreamer, file, folder."),
    address: str = typer.Option("", help="Which one: /dev/video0, a sensor's number, a URL, a pipeline, or a path."),
    seconds: float = typer.Option(4.0, min=1.0, max=3600.0, help="How long to watch."),
    pose: bool = typer.Option(True, "--pose/--no-pose", help="Whether to look for a person; without, no model is needed."),
    config: Path | None = typer.Option(None, metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON object instead."),
) -> None:
    """Watch a camera: who it is, its true frame rate, how evenly frames come, how bright it is, whether a person is seen.

    Examples:

      edgecoach probe camera

      edgecoach probe camera --source rtsp --address rtsp://192.168.1.20/live --json
    """
    import asyncio
    import json

    from edge.assembly import demand_configuration
    from edge.capture.camera.devices import FILES
    from edge.capture.choose import camera_log
    from edge.capture.probe import probe_camera
    from edge.clock import SystemClock
    from edge.state import state_folder

    configured = demand_configuration(config)
    options = _options(configured, source, address, pose)
    log = camera_log(state_folder(configured.store.state_dir))
    found = asyncio.run(probe_camera(options, seconds, SystemClock(), log))
    advice = list(advised(found, 0.0 if options.source in FILES else options.fps))
    if as_json:
        print(json.dumps(asdict(found) | {"advice": advice}, indent=2))
    else:
        _tell(found, advice)


def _options(config: "Config", source: str, address: str, pose: bool) -> "Options":
    """What is configured, but for what was asked for by name."""
    from edge.capture.camera.devices import FILES, SOURCES
    from edge.capture.choose import camera_options
    from edge.errors import InputError
    from edge.weights import models_folder

    if source and source not in SOURCES:
        raise InputError(f"there is no camera source named {source!r}", "choose one of " + ", ".join(SOURCES))
    options = camera_options(config.capture.camera, models_folder(config.store.models_dir))
    if source or address:
        options = options._replace(source=source or options.source, address=address)
    if options.source in ADDRESSES and not options.address:
        raise InputError(f"--source {options.source} does not say which one", f"add --address {ADDRESSES[options.source]}")
    if options.source in FILES:
        options = options._replace(address=str(Path(options.address).absolute()))
    return options if pose else options._replace(runtime="none")


def advised(found: "Findings", wanted_fps: float) -> Iterator[str]:
    """What to do, a sentence for each thing that is not as it should be. wanted_fps: 0 where the source has its own."""
    looked = found.people + found.nobody
    if 0.0 < found.fps < SLOW * wanted_fps:
        slow = f"It gives {found.fps:.0f} of {wanted_fps:.0f} wanted frames a second"
        yield f"{slow}: more light, a smaller picture or a faster socket may help."
    if found.jitter_ms > SHAKY_MS:
        yield "Frames come unevenly: connect the camera directly, not through a hub or a weak radio link."
    if found.brightness < DARK:
        yield "The picture is too dark: switch on a light, or take the cover off."
    if found.brightness > GLARING:
        yield "The picture is too bright: turn the camera away from the window."
    if found.dropped > BEHIND * (looked + found.dropped) and looked:
        yield "The pose model does not keep up: close other programs, or ask for fewer frames a second."
    if looked and found.people == 0:
        yield "Nobody was seen: stand two or three metres away, from head to feet in the picture."


def _tell(found: "Findings", advice: list[str]) -> None:
    looked = found.people + found.nobody
    print(f"{found.identity}, {found.width} x {found.height}")
    print(f"  {found.fps:.1f} frames a second, {found.jitter_ms:.1f} ms jitter, {found.dropped} dropped")
    print(f"  brightness {found.brightness:.0%}")
    if looked:
        print(f"  a person in {found.people} of {looked} frames ({found.runtime})")
        print(f"  model {found.model_ms[0]:.0f} ms, 95 % within {found.model_ms[1]:.0f} ms; frame to pose {found.delay_ms[0]:.0f} ms")
    for sentence in advice or ["All is well."]:
        print(f"  {sentence}")
