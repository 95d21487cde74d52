"""The parts of a document, in reading order: what the PDF and the page are both made of, so that they say the same.

Refuses to know: how a part looks, and what it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from reportlab.graphics.shapes import Drawing


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. small: a note below something. warning: what the reader must not miss."""

    text: str
    small: bool = False
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """Within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tiles:
    """The few numbers that are read first, each with what it is."""

    numbers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """align: a letter for each column, l, c or r. shares: of the width. dull: rows that are set back."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: str
    shares: tuple[float, ...]
    dull: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """title: what it shows, for whoever cannot see it. interactive: the same for plotly ({data, layout}), empty where there is none;
    beside: it stands below the drawing, instead of in its place."""

    drawing: Drawing
    title: str
    interactive: Mapping[str, Any] = field(default_factory=dict)
    beside: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """Something with a picture."""

    title: str
    lines: tuple[str, ...]
    drawing: Drawing | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Cards:
    cards: tuple[Card, ...]


Block: TypeAlias = Text | Heading | Facts | Tiles | Table | Picture | Cards


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """The first blocks stay with their heading."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """language: as in a page's `lang`. foot: at the bottom of each page. facts: about the whole, below the title."""

    language: str
    title: str
    subtitle: str
    facts: Facts
    sections: tuple[Section, ...]
    foot: str
    page: str
    """`Page {number} of {count}`."""
