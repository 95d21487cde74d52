"""edgecoach replay: a recorded session thought about again, from its samples.

Refuses to know: how a recording is stored, and what thinking is.
"""

from pathlib import Path
from typing import Annotated

import typer

from edge.commands.kept.opening import CONFIG
from edge.errors import InputError

File = Annotated[
    Path, typer.Argument(metavar="SESSION", help="A session's id, or a recording (.mcap) that was exported.", show_default=False)
]
Speed = Annotated[float | None, typer.Option(help="Times real time; 1 is as it was. As fast as possible if not given.", show_default=False)]
Compare = Annotated[bool, typer.Option("--compare", help="Compare every event with the recorded one; exit code 1 if any differs.")]
Json = Annotated[
    str | None, typer.Option(metavar="FILE", help="Write the report as one JSON object; - for standard output.", show_default=False)
]


def register(app: typer.Typer) -> None:
    app.command()(replay)


def replay(recording: File, speed: Speed = None, compare: Compare = False, json: Json = None, config: Path | None = CONFIG) -> None:
    """Replay a recorded session: repetitions and cues as they come, the same as they were live.

    A damaged recording is replayed as far as it is whole, and what was lost is said. What was going on where it breaks off is not judged.

    Examples:

      edgecoach replay 20261121-093000-a1b2c3

      edgecoach replay 20261121-093000-a1b2c3 --speed 1

      edgecoach replay session.mcap --compare --json -
    """
    if speed is not None and not speed > 0:
        raise InputError(f"--speed {speed:g} is not a speed", "give a number above 0, or leave it out")

    from edge.commands.live.replayed import Wishes, play_again

    play_again(Wishes(recording, speed, compare, json, config))
