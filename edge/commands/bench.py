"""edgecoach bench: how fast this machine sees and thinks -> a few figures and one sentence.

Refuses to know: how other machines do; it measures, and promises nothing.
"""

from pathlib import Path
from typing import Annotated, Any

import typer

DEMO = Path(__file__).parents[1] / "demo_clip" / "demo.mp4"
CAMERA_FPS = 30.0
"""What a usual camera gives."""

Clip = Annotated[Path | None, typer.Argument(help="A video of your own; the built-in clip if not given.", show_default=False)]
Frames = Annotated[int, typer.Option(min=10, help="How many frames to look at.")]
Threads = Annotated[int, typer.Option(min=1, help="Processors that the pose model may use.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


def register(app: typer.Typer) -> None:
    app.command()(bench)


def bench(clip: Clip = None, frames: Frames = 300, threads: Threads = 2, json: Json = False) -> None:
    """Measure this machine: milliseconds a frame for the pose and for everything after it, and frames a second.

    Examples:

      edgecoach bench

      edgecoach bench set.mp4 --frames 1000 --json
    """
    measured = measure(clip or DEMO, frames, threads)
    if json:
        import json as json_format

        typer.echo(json_format.dumps(measured))
        return
    _print(measured)


def measure(clip: Path, frames: int, threads: int) -> dict[str, Any]:
    """{clip, size, frames, threads, runtime, fps, pose_ms_p50, ..., peak_rss_mb}. Raises EdgeError for a clip that cannot be read."""
    from itertools import islice

    from edge.assembly import build_pipeline, load_configuration
    from edge.capture.camera.models import chosen
    from edge.capture.video import open_video
    from edge.clock import SystemClock
    from edge.commands.analysis.film import Film, pose_model
    from edge.commands.analysis.study import TimedMind, study
    from edge.commands.analysis.visit import timing
    from edge.weights import checked_folder

    clock = SystemClock()
    with open_video(clip) as video:
        film = Film(video, pose_model(checked_folder(load_configuration().config.store.models_dir), threads=threads), clock)
        mind = TimedMind(build_pipeline(), clock)
        began = clock.now()
        study(islice(film, frames), mind)
        took = clock.now() - began
        return {
            "clip": clip.name,
            "size": [video.facts.width, video.facts.height],
            "frames": film.frames,
            "threads": threads,
            "runtime": chosen("auto"),
            "fps": round(film.frames / took, 1),
            **timing(film, mind.think_s, (film.end_s - film.start_s) / took),
        }


def _print(measured: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False)
    wide, high = measured["size"]
    table.add_row("clip", f"{measured['clip']}, {wide} x {high}, {measured['frames']} frames")
    table.add_row("pose", f"{_ms(measured, 'pose')}, {measured['runtime']} on {measured['threads']} threads")
    table.add_row("think", f"{_ms(measured, 'think')}, everything after the pose")
    table.add_row("together", f"{measured['fps']} frames/s with decoding, {measured['realtime_factor']} x real time")
    table.add_row("memory", f"{measured['peak_rss_mb']:.0f} MB at most")
    console = Console()
    console.print(table)
    enough = measured["fps"] >= CAMERA_FPS
    console.print(f"This machine {'keeps' if enough else 'does not keep'} up with a camera of {CAMERA_FPS:.0f} frames/s.")


def _ms(measured: dict[str, Any], what: str) -> str:
    return f"{measured[f'{what}_ms_p50']:.2f} ms a frame, {measured[f'{what}_ms_p95']:.2f} ms in the slowest twentieth"
