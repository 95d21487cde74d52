"""A document -> an A4 PDF.

Refuses to know: what the document says.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, KeepTogether, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as Grid

from edge.store.report import ink
from edge.store.report.blocks import Block, Card, Cards, Document, Facts, Heading, Picture, Section, Table, Text, Tiles

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
HEAD, FOOT = 16 * mm, 17 * mm
TOGETHER = 150.0
"""A section begins on a new page where less than this is left of the old one."""
LONG_TABLE = 10
"""Rows. What has more goes on over the page, its head again, where it began with TOGETHER points at least."""


def _style(size: float, code: str = ink.INK, font: str = ink.PLAIN, **more: Any) -> ParagraphStyle:
    return ParagraphStyle("", fontName=font, fontSize=size, leading=1.38 * size, textColor=ink.colour(code), **more)


BODY, NOTE, WARNING = _style(9.2, spaceAfter=4), _style(7.6, ink.SOFT, spaceAfter=5), _style(9.2, ink.LACKING, ink.BOLD, spaceAfter=5)
TITLE, SUBTITLE = _style(22, ink.INK, ink.BOLD), _style(11, ink.SOFT)
SECTION, HEADING = _style(13, ink.ACCENT, ink.BOLD), _style(9.6, ink.INK, ink.BOLD, spaceBefore=5, spaceAfter=3)
LABEL, CELL, DULL = _style(7.8, ink.SOFT), _style(8.2), _style(8.2, ink.SOFT)
NUMBER, CAPTION = _style(20, ink.ACCENT, ink.BOLD, alignment=TA_CENTER), _style(7.6, ink.SOFT, alignment=TA_CENTER)
ALIGNED = {"l": 0, "c": 1, "r": 2}


def write_pdf(document: Document, path: Path) -> None:
    """Raises OSError where the file cannot be written."""
    ink.own_typeface()  # also for a document without a drawing
    template = BaseDocTemplate(
        str(path), pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=HEAD, bottomMargin=FOOT,
        title=ink.printable(document.title), author="EdgeCoach", subject=ink.printable(document.subtitle),
        lang=document.language, invariant=1,
    )  # fmt: skip
    frame = Frame(MARGIN, FOOT, WIDTH, A4[1] - HEAD - FOOT, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate(frames=[frame]))
    story = [*_opening(document), *(part for section in document.sections for part in _section(section))]
    template.build(story, canvasmaker=partial(_Numbered, document=document))


class _Numbered(Canvas):  # type: ignore[misc]
    """Knows how many pages there are only after the last: each waits for its foot."""

    def __init__(self, *args: Any, document: Document, **more: Any) -> None:
        super().__init__(*args, **more)
        self._document = document
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._foot(number, len(self._pages))
            super().showPage()
        super().save()

    def _foot(self, number: int, count: int) -> None:
        self.setStrokeColor(ink.colour(ink.LINE))
        self.setLineWidth(0.5)
        self.line(MARGIN, 13.5 * mm, A4[0] - MARGIN, 13.5 * mm)
        self.setFont(ink.PLAIN, 7)
        self.setFillColor(ink.colour(ink.SOFT))
        self.drawString(MARGIN, 9.5 * mm, ink.printable(self._document.foot))
        self.drawRightString(A4[0] - MARGIN, 9.5 * mm, ink.printable(self._document.page.format(number=number, count=count)))


def _opening(document: Document) -> Iterator[Any]:
    yield _said(document.title, TITLE)
    yield Spacer(0, 5)
    yield _said(document.subtitle, SUBTITLE)
    yield Spacer(0, 7)
    rule = Grid([[""]], colWidths=[WIDTH], rowHeights=[3])
    rule.setStyle([("LINEABOVE", (0, 0), (-1, 0), 1.6, ink.colour(ink.ACCENT))])
    yield rule
    yield from _block(document.facts)
    yield Spacer(0, 4)


def _section(section: Section) -> Iterator[Any]:
    """Its heading stays with what comes first."""
    first, *rest = _units(list(_in_rows(section.blocks)))
    yield CondPageBreak(TOGETHER)
    yield Spacer(0, 9)
    yield from _kept(first, _said(section.heading, SECTION), Spacer(0, 5))
    for unit in rest:
        yield from _kept(unit)


def _in_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    """Cards two by two: a page may end after any two."""
    for block in blocks:
        if isinstance(block, Cards):
            yield from (Cards(block.cards[place : place + 2]) for place in range(0, len(block.cards), 2))
        else:
            yield block


def _units(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """What stays on one page: headings and paragraphs with what follows them, notes with their table, narrow pictures by twos.

    What stands below a picture may go over the page without it: kept together, they would leave the page before half white.
    """
    unit: list[Block] = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        unit.append(block)
        noted = isinstance(after, Text) and after.small and not isinstance(block, Picture)
        below = place > 0 and isinstance(blocks[place - 1], Picture) and isinstance(block, Text) and block.small
        half = _narrow(block) and sum(map(_narrow, unit)) % 2 == 1 and _narrow(after)
        leading = isinstance(block, Heading) or (isinstance(block, Text) and all(isinstance(part, Heading | Text) for part in unit))
        if below or (not leading and not half and not noted):
            yield unit
            unit = []
    if unit:
        yield unit


def _narrow(block: Block | None) -> bool:
    return isinstance(block, Picture) and block.drawing.width < WIDTH / 2


def _laid(unit: Sequence[Block]) -> Iterator[Any]:
    narrow = [block.drawing for block in unit if isinstance(block, Picture) and _narrow(block)]
    yield from (part for block in unit if not _narrow(block) for part in _block(block))
    if narrow:
        row = Grid([[*narrow, ""][:2]], colWidths=[WIDTH / 2] * 2)
        row.setStyle([("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("ALIGN", (1, 0), (1, 0), "RIGHT")])
        yield from (row, Spacer(0, 4))


def _kept(unit: Sequence[Block], *before: Any) -> Iterator[Any]:
    """On one page, but for a long table, which would leave most of the page before it white."""
    parts = [*before, *_laid(unit)]
    if any(isinstance(block, Table) and len(block.rows) > LONG_TABLE for block in unit):
        yield from (CondPageBreak(TOGETHER), *parts)
    else:
        yield KeepTogether(parts)


def _block(block: Block) -> Iterator[Any]:
    match block:
        case Text():
            yield _said(block.text, WARNING if block.warning else NOTE if block.small else BODY)
        case Heading():
            yield _said(block.text, HEADING)
        case Facts():
            yield _facts(block)
        case Tiles():
            yield from (_tiles(block), Spacer(0, 8))
        case Table():
            yield from (_table(block), Spacer(0, 5))
        case Picture():
            yield from (block.drawing, Spacer(0, 4))
        case Cards():
            yield from (_cards(block), Spacer(0, 3))


def _said(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(ink.printable(text)), style)


def _facts(facts: Facts) -> Grid:
    grid = Grid([[_said(label, LABEL), _said(value, CELL)] for label, value in facts.pairs], colWidths=[0.22 * WIDTH, 0.78 * WIDTH])
    grid.setStyle(
        [
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 2.2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -2), 0.4, ink.colour(ink.LINE)),
        ]
    )
    return grid


def _tiles(tiles: Tiles) -> Grid:
    many = len(tiles.numbers)
    rows = [[_said(number, NUMBER) for number, _ in tiles.numbers], [_said(label, CAPTION) for _, label in tiles.numbers]]
    grid = Grid(rows, colWidths=[WIDTH / many] * many)
    grid.setStyle(
        [
            ("BACKGROUND", (0, 0), (-1, -1), ink.colour(ink.PAPER)),
            ("LINEAFTER", (0, 0), (-2, -1), 3, ink.colour(ink.WHITE)),
            ("TOPPADDING", (0, 0), (-1, 0), 8),
            ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
            ("TOPPADDING", (0, 1), (-1, 1), 0),
            ("BOTTOMPADDING", (0, 1), (-1, 1), 8),
        ]
    )
    return grid


def _table(table: Table) -> Grid:
    def row(cells: Sequence[str], style: ParagraphStyle) -> list[Paragraph]:
        return [_said(cell, _aligned(style, letter)) for cell, letter in zip(cells, table.align, strict=True)]

    rows = [row(table.head, LABEL), *(row(cells, DULL if place in table.dull else CELL) for place, cells in enumerate(table.rows))]
    grid = Grid(rows, colWidths=[share * WIDTH for share in table.shares], repeatRows=1)
    grid.setStyle(
        [
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, ink.colour(ink.FAINT)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, ink.colour(ink.LINE)),
            ("TOPPADDING", (0, 0), (-1, -1), 2.4),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
    )
    return grid


def _aligned(style: ParagraphStyle, letter: str) -> ParagraphStyle:
    return ParagraphStyle("", parent=style, alignment=ALIGNED[letter])


def _cards(cards: Cards) -> Grid:
    """Two, side by side."""
    grid = Grid([[*map(_card, cards.cards), ""][:2]], colWidths=[WIDTH / 2] * 2)
    grid.setStyle(
        [
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (1, 0), (1, -1), 0),
            ("LEFTPADDING", (1, 0), (1, -1), 7),
            ("RIGHTPADDING", (0, 0), (0, -1), 7),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )
    return grid


def _card(card: Card) -> list[Any]:
    drawn = [card.drawing, Spacer(0, 2)] if card.drawing is not None else []
    return [*drawn, _said(card.title, HEADING), *(_said(text, CELL) for text in card.lines)]
