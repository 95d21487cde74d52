"""A clip -> how fast the whole product is on it, live: camera process, pipeline, recording, and a browser that watches.

Refuses to know: how any part works; it runs `edgecoach demo` as a person would and reads its report.
How to use it:  tools/bench live [CLIP] [--width 640 --height 480]     (a clip of 30 frames a second)
"""

import argparse
import asyncio
import contextlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from edge.capture.video import open_video
from edge.commands.demo import CLIP

Image = npt.NDArray[np.uint8]
PORT = 8179


def main() -> None:
    options = argparse.ArgumentParser(prog="tools/bench live", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("clip", type=Path, nargs="?", default=CLIP, help="the built-in one if not given")
    options.add_argument("--width", type=int, default=640)
    options.add_argument("--height", type=int, default=480)
    words = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip, frames, fps = _as_seen_by_a_camera(words.clip, Path(folder) / "clip.mp4", (words.width, words.height))
        print(json.dumps(asyncio.run(_measure(clip, frames, fps)), indent=2))


def _as_seen_by_a_camera(clip: Path, wanted: Path, size: tuple[int, int]) -> tuple[Path, int, float]:
    """The clip in a camera's usual size, its number of frames and its rate."""
    with open_video(clip) as video:
        fps = video.facts.fps
        writer = cv2.VideoWriter(str(wanted), cv2.VideoWriter.fourcc(*"mp4v"), fps, size)
        frames = 0
        for frame in video:
            writer.write(_fitted(cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR), size))
            frames += 1
        writer.release()
    return wanted, frames, fps


def _fitted(image: npt.NDArray[Any], size: tuple[int, int]) -> Image:
    """The whole picture in a frame of that size, black beside it."""
    height, width = image.shape[:2]
    scale = min(size[0] / width, size[1] / height)
    small = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    left, top = (size[0] - small.shape[1]) // 2, (size[1] - small.shape[0]) // 2
    framed = np.zeros((size[1], size[0], 3), np.uint8)
    framed[top : top + small.shape[0], left : left + small.shape[1]] = small
    return framed


async def _measure(clip: Path, frames: int, fps: float) -> dict[str, Any]:
    command = (sys.executable, "-m", "edge", "demo", "--json", "--video", str(clip), "--port", str(PORT))
    own_state = {**os.environ, "EDGECOACH_STATE": str(clip.parent)}  # beside a box that is at work
    program = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, env=own_state)
    gone = asyncio.Event()
    watching = asyncio.create_task(_watch(gone))
    said = await _report(program.stdout)
    gone.set()  # a demo stays for as long as a browser shows its page
    shown = await watching
    await program.wait()
    return {
        "clip_fps": round(fps, 2),
        "answered_fps": round(said["frames"] / frames * fps, 2),
        "pictures_in_browser": shown,
        **{name: said[name] for name in ("frames", "lost_frames", "rep_count", "frame_to_answer_ms", "frame_to_cue_ms", "pose_to_cue_ms")},
    }


async def _report(printed: asyncio.StreamReader | None) -> dict[str, Any]:
    """The report, as soon as all of it was printed."""
    text = b""
    while printed is not None and (line := await printed.readline()):
        text += line
        with contextlib.suppress(json.JSONDecodeError):
            return dict(json.loads(text))
    raise SystemExit("the demo printed no report; what it said is above")


async def _watch(gone: asyncio.Event) -> int:
    """A browser that watches until it is gone -> how many pictures it was shown."""
    async for line in connect(f"ws://127.0.0.1:{PORT}/api/live", origin=f"http://127.0.0.1:{PORT}", proxy=None):  # type: ignore[arg-type]
        counting = asyncio.create_task(_pictures(line))
        await gone.wait()
        await line.close()
        return await counting
    return 0


async def _pictures(line: ClientConnection) -> int:
    """Shown until the line is closed."""
    pictures = 0
    with contextlib.suppress(ConnectionClosed):
        async for text in line:
            pictures += sum(message["kind"] == "frame" for message in json.loads(text))
    return pictures


if __name__ == "__main__":
    main()
