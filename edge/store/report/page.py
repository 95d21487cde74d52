"""A document -> one HTML file that opens by a double click, without a network.

Charts answer to the pointer where plotly is installed (its script is put into the file), and are drawings where it is not.
Refuses to know: what the document says.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from edge.store.report.blocks import Block, Card, Cards, Document, Facts, Heading, Picture, Section, Table, Text, Tiles
from edge.store.report.ink import BOLD, PLAIN, TYPEFACE
from edge.store.report.svg import svg

STYLE = Path(__file__).with_name("page.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:"
"""It fetches nothing and sends nothing."""
ALIGNED = {"l": "left", "c": "center", "r": "right"}
CONFIGURED = {"displayModeBar": False, "responsive": True}
"""Drag to look closer, double click to see all."""


def plotly_script() -> str:
    """The library itself, 5 MB; empty where the package is not installed."""
    try:
        return files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return ""


def page(document: Document, script: str = "") -> str:
    """script: plotly's; without it the charts are drawings."""
    charts: list[Mapping[str, Any]] = []
    body = "".join(_section(section, charts if script else None) for section in document.sections)
    lively = f"<script>{script}</script><script>{_drawing(charts)}</script>" if script and charts else ""
    return (
        f'<!doctype html><html lang="{escape(document.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(document.title)}, {escape(document.subtitle)}</title>"
        f"<style>{_typeface()}{STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f"<header><h1>{escape(document.title)}</h1><p>{escape(document.subtitle)}</p></header>{_facts(document.facts)}"
        f"{body}<footer>{escape(document.foot)}</footer></main>{lively}</body></html>\n"
    )


def write_page(document: Document, path: Path) -> None:
    """Raises OSError where the file cannot be written."""
    path.write_text(page(document, plotly_script()), encoding="utf-8")


def _typeface() -> str:
    cuts = ((BOLD, 700), (PLAIN, 400))
    encoded = ((weight, b64encode(TYPEFACE[name].read_bytes()).decode()) for name, weight in cuts)
    return "".join(f"@font-face{{font-family:Sheet;font-weight:{weight};src:url(data:font/ttf;base64,{data})}}" for weight, data in encoded)


def _drawing(charts: list[Mapping[str, Any]]) -> str:
    """Data is data: nothing in it ends the script. Drawn when the typeface is there, for labels are measured."""
    data = json.dumps(charts, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    draw = f"Plotly.newPlot('chart'+i,c.data,c.layout,{json.dumps(CONFIGURED)})"
    return f"document.fonts.load('12px Sheet').then(function(){{{data}.forEach(function(c,i){{{draw}}})}})"


def _section(section: Section, charts: list[Mapping[str, Any]] | None) -> str:
    blocks = "".join(_block(block, charts) for block in section.blocks)
    return f"<section><h2>{escape(section.heading)}</h2>{blocks}</section>"


def _block(block: Block, charts: list[Mapping[str, Any]] | None) -> str:  # noqa: PLR0911 - one for each kind
    match block:
        case Text():
            kind = ' class="warning"' if block.warning else ' class="note"' if block.small else ""
            return f"<p{kind}>{escape(block.text)}</p>"
        case Heading():
            return f"<h3>{escape(block.text)}</h3>"
        case Facts():
            return _facts(block)
        case Tiles():
            return f'<ul class="tiles">{"".join(f"<li><b>{escape(a)}</b>{escape(b)}</li>" for a, b in block.numbers)}</ul>'
        case Table():
            return _table(block)
        case Picture():
            return _picture(block, charts)
        case Cards():
            return f'<div class="cards">{"".join(_card(card) for card in block.cards)}</div>'


def _facts(facts: Facts) -> str:
    return f"<dl>{''.join(f'<div><dt>{escape(a)}</dt><dd>{escape(b)}</dd></div>' for a, b in facts.pairs)}</dl>"


def _table(table: Table) -> str:
    rows = "".join(f"<tr{_dull(place, table)}>{''.join(_cells('td', row, table.align))}</tr>" for place, row in enumerate(table.rows))
    head = "".join(_cells('th scope="col"', table.head, table.align))
    return f'<div class="table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _dull(place: int, table: Table) -> str:
    return ' class="dull"' if place in table.dull else ""


def _cells(tag: str, cells: tuple[str, ...], align: str) -> Iterator[str]:
    for cell, letter in zip(cells, align, strict=True):
        yield f'<{tag} class="{ALIGNED[letter]}">{escape(cell)}</{tag.split(maxsplit=1)[0]}>'


def _picture(picture: Picture, charts: list[Mapping[str, Any]] | None) -> str:
    """A drawing that is more than its interactive twin stays: the strip of a session, say, above its curves."""
    small = ' class="half"' if picture.drawing.width < 300 else ""
    if charts is None or not picture.interactive:
        return f"<figure{small}>{svg(picture.drawing, picture.title)}</figure>"
    charts.append(picture.interactive)
    chart = f'<div id="chart{len(charts) - 1}" class="chart" role="img" aria-label="{escape(picture.title)}"></div>'
    kept = svg(picture.drawing, picture.title) if picture.beside else ""
    return f"<figure{small}>{kept}{chart}</figure>"


def _card(card: Card) -> str:
    drawn = svg(card.drawing, card.title) if card.drawing is not None else ""
    return f"<article>{drawn}<h3>{escape(card.title)}</h3>{''.join(f'<p>{escape(text)}</p>' for text in card.lines)}</article>"
