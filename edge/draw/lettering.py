"""Text and its size -> crisp outlined letters on a picture.

Refuses to know: what is said, and where it stands. The glyphs are kept as signed distances (tools/make_lettering), so that
one small file serves every size; OpenCV's own fonts are thin strokes without accents.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from edge.draw import ink

MISSING = "?"


@dataclass(frozen=True, slots=True)
class _Font:
    """advances: em; glyphs: (n, h, w) distance from the outline in px of the file, inside positive."""

    index: dict[str, int]
    advances: npt.NDArray[np.float64]
    glyphs: npt.NDArray[np.float32]
    em_px: float
    margin_px: float
    ascent_px: float


@lru_cache(maxsize=1)
def _font() -> _Font:
    with np.load(Path(__file__).with_name("lettering.npz")) as kept:
        spread = float(kept["spread_px"])
        glyphs = (kept["glyphs"].astype(np.float32) - 128.0) / 127.0 * spread
        index = {character: place for place, character in enumerate(str(kept["characters"]))}
        return _Font(index, kept["advances"], glyphs, float(kept["em_px"]), spread, float(kept["ascent_px"]))


def width_of(text: str, size: float) -> float:
    """Width of a line of text, px, at `size` px an em."""
    font = _font()
    return float(sum(font.advances[font.index.get(character, font.index[MISSING])] for character in text) * size)


def fitting(text: str, size: float, width: float) -> float:
    """The size, at most `size`, at which the text fits into `width` px."""
    return size * min(1.0, width / max(width_of(text, size), 1e-6))


@lru_cache(maxsize=512)
def _stencil(text: str, size: float) -> tuple[ink.Mask, ink.Mask]:
    """The letters and their wider outline, (h, w) each, with the font's margin on every side."""
    font = _font()
    scale = size / font.em_px
    rows, columns = font.glyphs.shape[1:]
    height = round(rows * scale) + 1
    far = np.full((height, round(width_of(text, size) + 2 * font.margin_px * scale) + 1), -font.margin_px, np.float32)
    pen = 0.0
    for character in text:
        place = font.index.get(character, font.index[MISSING])
        first = int(pen)
        room = min(round(columns * scale) + 2, far.shape[1] - first)
        move = np.array([[scale, 0.0, pen - first], [0.0, scale, 0.0]])
        flags = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
        glyph = cv2.warpAffine(font.glyphs[place], move, (room, height), None, flags, cv2.BORDER_CONSTANT, (-font.margin_px,))
        np.maximum(far[:, first : first + room], glyph, out=far[:, first : first + room])
        pen += float(font.advances[place]) * size
    outline = max(1.5, 0.085 * size)
    return _coverage(far * scale), _coverage(far * scale + outline)


def _coverage(distance_px: npt.NDArray[np.floating]) -> ink.Mask:
    """How much of each pixel lies inside, 0..255."""
    covered: ink.Mask = (np.clip(distance_px + 0.5, 0.0, 1.0) * 255.0).astype(np.uint8)
    return covered


def write(
    picture: ink.Picture,
    text: str,
    at: ink.Point,
    size: float,
    colour: ink.Colour = ink.WHITE,
    *,
    anchor: float = 0.0,
    outline: float = 0.8,
) -> None:
    """Writes one line.

    at: x of the line's start (anchor 0), middle (0.5) or end (1), y of its vertical middle, px. size: px an em.
    outline: 0..1, strength of the dark rim.
    """
    if not text:
        return
    font = _font()
    size = round(size * 4) / 4
    letters, rim = _stencil(text, size)
    scale = size / font.em_px
    capitals_middle = font.margin_px + font.ascent_px - 0.365 * font.em_px
    left = round(at[0] - anchor * width_of(text, size) - font.margin_px * scale)
    top = round(at[1] - capitals_middle * scale)
    ink.blend(picture, rim, left, top, ink.NIGHT, outline)
    ink.blend(picture, letters, left, top, colour)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines no wider than `width` px, broken at spaces."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
