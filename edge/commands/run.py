"""edgecoach run: the daemon, live, until it is told to stop.

Refuses to know: how a visit is held.
"""

import os
from pathlib import Path
from typing import Annotated

import typer

from edge.commands.analyze import Age, Exercise, Height, Mass, Name, Sex, person_of

Config = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Configuration instead of /etc/edgecoach/edgecoach.toml.", show_default=False)
]
Source = Annotated[
    Path | None, typer.Option(metavar="VIDEO", help="Play a video or a folder of images instead of a camera.", show_default=False)
]
Port = Annotated[
    int | None, typer.Option(min=0, max=65535, help="Port of the page, 0 for any free one; not the configured one.", show_default=False)
]
NoPage = Annotated[bool, typer.Option("--no-page", help="In the terminal only.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Log only what goes wrong.")]


def register(app: typer.Typer) -> None:
    app.command()(run)


def run(
    config: Config = None,
    source: Source = None,
    exercise: Exercise = "",
    person: Name = "",
    height: Height = None,
    mass: Mass = None,
    sex: Sex = None,
    age: Age = None,
    port: Port = None,
    no_page: NoPage = False,
    quiet: Quiet = False,
) -> None:
    """Watch, coach and record, live, until Ctrl-C.

    Examples:

      edgecoach run

      edgecoach run --exercise squat --height 1.74

      edgecoach run --source set.mp4 --port 8090
    """
    who = person_of(person, height, mass, sex, age)

    import logging
    from dataclasses import replace

    from edge.assembly import load_configuration
    from edge.clock import SystemClock
    from edge.commands.live.console import Onlooked
    from edge.commands.live.program import end, hold, playing
    from edge.commands.live.terminal import Terminal
    from edge.live import Wish
    from edge.respond.sentences import load

    wish = Wish(load_configuration(config), who, exercise, not no_page, port, camera_socket=camera_socket(dict(os.environ)))
    wish = wish if config is None else replace(wish, config_path=config)
    if source is not None and not wish.loaded.safe_mode:
        wish = playing(wish, source)
    terminal = Terminal(Onlooked(highlight=False), load(wish.loaded.config.respond.language), SystemClock())
    end(hold(wish, terminal, logging.WARNING if quiet else logging.INFO))


def camera_socket(environment: dict[str, str]) -> Path | None:
    """Where the camera process comes to that systemd keeps; None on a laptop, where we start our own."""
    folder = environment.get("RUNTIME_DIRECTORY", "")
    return Path(folder) / "camera.sock" if folder else None
