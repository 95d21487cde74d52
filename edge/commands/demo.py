"""edgecoach demo: the built-in clip, coached live, and the report beside the truth.

Refuses to know: how a visit is held; the clip is a camera like any other to it.
"""

from pathlib import Path
from typing import Annotated

import typer

from edge.commands.run import NoPage

CLIP = Path(__file__).parents[1] / "demo_clip" / "demo.mp4"
TRUTH = CLIP.with_name("truth.json")

Video = Annotated[Path | None, typer.Option(metavar="FILE", help="Another video, or a folder of images.", show_default=False)]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port of the page, 0 for any free one.")]
Json = Annotated[bool, typer.Option("--json", help="Print only the report, as one JSON object.")]


def register(app: typer.Typer) -> None:
    app.command()(demo)


def demo(video: Video = None, port: Port = 8080, no_page: NoPage = False, json: Json = False) -> None:
    """Play a clip at its own speed and coach the person in it: repetitions and cues as they come, then the report.

    Examples:

      edgecoach demo

      edgecoach demo --no-page

      edgecoach demo --video set.mp4 --port 8090
    """
    from edge.commands.live.showing import Showing, show

    show(Showing(video or CLIP, None if video else TRUTH, None if no_page else port, json))
