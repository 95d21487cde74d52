"""The configuration, or what is played in its place -> what a visit perceives: streams of samples, and the camera that may be exchanged.

Refuses to know: what the samples mean. Nothing is opened before a stream is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edge.camera_choice import CameraChoice
from edge.capture.choose import camera_source, imu_sources
from edge.capture.pose import PoseSource
from edge.capture.source import Source, keep_open
from edge.clock import Clock
from edge.config_options import Camera, Config
from edge.daemon import Samples
from edge.state import State


@dataclass(frozen=True, slots=True)
class Senses:
    """camera: None where nobody may choose another one. played: what is read in the place of what is configured."""

    streams: Sequence[Samples] = ()
    camera: CameraChoice | None = None
    played: Sequence[Source] = ()

    def brightness(self) -> float | None:
        """Of the camera's picture, 0..1; None while there is none."""
        sources = [self.camera.exchange.source] if self.camera else self.played
        reports = (source.status for source in sources if isinstance(source, PoseSource) and source.status)
        return next((report.brightness for report in reports), None)


def played_senses(sources: Sequence[Source], clock: Clock) -> Senses:
    """These and no others; what is played as if it were a camera stays."""
    return Senses([keep_open(source, clock) for source in sources], played=sources)


def configured_senses(config: Config, path: Path, models: Path, camera_socket: Path | None, state: Path, clock: Clock) -> Senses:
    """Camera and worn sensors, without the watch. path: of the configuration's file; the others as `camera_source`."""

    def opened(camera: Camera) -> Source:
        return camera_source(camera, models, camera_socket, state)

    choice = CameraChoice(config, path, opened, clock)
    worn = [keep_open(source, clock) for source in imu_sources(config.capture.imu, State(state))]
    return Senses([choice.exchange.samples(), *worn], choice)
