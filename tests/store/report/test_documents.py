"""A sheet's document says what the sheet says, in every language; the PDF and the page hold it whole."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from edge.respond.sentences import load
from edge.store.report.blocks import Cards, Document, Facts, Picture, Table, Text, Tiles
from edge.store.report.page import page, plotly_script
from edge.store.report.pdf import write_pdf
from edge.store.report.person_document import person_document
from edge.store.report.person_sheet import PersonSheet
from edge.store.report.session_document import session_document, worth_showing
from edge.store.report.sheet import ExerciseSheet, RepRow, SessionSheet
from edge.store.report.wording import Wording
from tests.store.report.made_sheets import ANA, EMPTY, ZOSIA, person, rep, session, squats

FOOT_AT = 790.0
"""Points from the top of a page to its foot."""
ENGLISH, SPANISH = Wording(load("english")), Wording(load("spanish"))


def everything(document: Document) -> str:
    """All its words."""
    said = [document.title, document.subtitle, *(text for pair in document.facts.pairs for text in pair)]
    for section in document.sections:
        said.append(section.heading)
        for block in section.blocks:
            match block:
                case Text():
                    said.append(block.text)
                case Facts():
                    said += [text for pair in block.pairs for text in pair]
                case Table():
                    said += [*block.head, *(cell for row in block.rows for cell in row)]
                case Cards():
                    said += [text for card in block.cards for text in (card.title, *card.lines)]
                case Picture():
                    said += [part.text for part in block.drawing.contents if hasattr(part, "text")]
    return "\n".join(said)


def table_of(document: Document, heading: str) -> Table:
    (found,) = (
        block for section in document.sections if section.heading == heading for block in section.blocks if isinstance(block, Table)
    )
    return found


def test_the_table_holds_every_repetition_as_it_is_in_the_sheet() -> None:
    sheet = session()
    table = table_of(session_document(sheet, ENGLISH), "All repetitions")
    assert len(table.rows) == sheet.reps == 8
    assert table.rows[3] == (
        "4", "Squat", "0:12", "74°", "71° ± 12°", "0.8 · 0.1 · 0.9 s", "90", "not through the full range, upper body leaned too far",
    )  # fmt: skip
    assert table.dull == frozenset(place for place, one in enumerate(sheet.exercises[0].reps) if one.good)


def test_what_nobody_could_judge_is_counted_and_not_graded() -> None:
    alone = RepRow(1, "both", 1.0, 2.0, None, (0.5, 0.0, 0.5), None, None, ())
    sheet = replace(session(), exercises=(ExerciseSheet("unknown", (alone,)),), marks=((2.0, None),))
    document = session_document(sheet, ENGLISH)
    (row,) = table_of(document, "All repetitions").rows
    assert (row[3], row[6], row[7]) == ("–", "–", "not judged")
    assert "Good" not in [
        name for section in document.sections for block in section.blocks if isinstance(block, Tiles) for _, name in block.numbers
    ]


def test_what_was_judged_in_part_says_of_how_many() -> None:
    seen, felt = (rep(number, number > 2) for number in (1, 3)), [replace(rep(number), good=None, score=None) for number in (4, 5, 6)]
    sheet = replace(session(), exercises=(replace(squats(), reps=(*seen, *felt)),))
    document = session_document(sheet, ENGLISH)
    (tiles,) = (block for section in document.sections for block in section.blocks if isinstance(block, Tiles))
    assert tiles.numbers[:3] == (("5", "Repetitions"), ("1", "Good"), ("3", "Not judged"))
    assert table_of(document, "What was done").rows[0][1:3] == ("5", "1 of 2")


def test_a_person_sees_of_how_many_a_session_was_judged() -> None:
    sheet = person(2)
    visit = replace(sheet.visits[-1], reps=18, judged=8, good=3)
    table = table_of(person_document(replace(sheet, visits=(visit,)), SPANISH), "Todas las sesiones")
    assert table.rows[0][2:4] == ("18", "3 de 8")


def test_what_hardly_passed_a_limit_is_not_nothing() -> None:
    assert (ENGLISH.size(0.03, "s"), SPANISH.size(0.03, "s"), ENGLISH.size(0.06, "s")) == ("< 0.1 s", "< 0,1 s", "0.1 s")
    assert (ENGLISH.size(0.2, "deg"), ENGLISH.size(0.0, "deg"), ENGLISH.size(3.6, "deg")) == ("< 1°", "0°", "4°")


def test_the_report_says_what_is_known_and_what_is_not() -> None:
    said = everything(session_document(session(), ENGLISH))
    for words in (
        "Squat", "Plank", "32 s", "89° ± 14°", "3° to 92°", "left 89°", "−15° ± 8°", "Not through the full range", "2 of 8 repetitions",
        "29° beyond the limit, repetition 4 (0:07)", "Said: “Go deeper”", "52 %  (33 – 71)", "117 %  (60 – 174)", "Steady depth",
        "half within 31.2 ms, 95 % within 48.9 ms", "2400 pictures, 29.9 a second; somebody was seen in 96 % of them",
        "thigh, 100 readings a second", "quality 88 of 100; the left side faced the camera", "Neck rotation: this view did not show",
        "2 of 101 events would be told otherwise", "it breaks off after 80.0 s", "sha256 e9e9e9e9e9e9e9e9…",
        "Moved little, or less than their own error: Neck flexion.", "172 cm, 68 kg, female, 34 years",
    ):  # fmt: skip
        assert words in said, words


def test_a_load_that_is_not_to_be_trusted_is_not_told() -> None:
    said = everything(session_document(session(), ENGLISH))
    assert "44 %" not in said
    assert "Two supports (left ankle)" in said


def test_each_repetition_has_its_peak_moments_and_what_not_to_trust() -> None:
    document = session_document(session(), ENGLISH)
    table = table_of(document, "Joint moments")
    assert table.head == ("No.", "Lower back, extension", "Left knee, extension", "Right knee, extension", "Left hip, extension")
    assert table.rows[0] == ("1", "141 ± 20 (2.06)", "101 ± 22 (1.47)", "81 ± 22 (1.18)", "91 ± 24 (1.32)")
    assert table.rows[3][4] == "[94 ± 24 (1.32)]"
    said = everything(document)
    assert "In square brackets, not to be trusted: Not seen well enough (left hip)." in said
    assert "Not known: Two supports (left ankle)." in said


def test_spanish_is_spanish() -> None:
    said = everything(session_document(session(), SPANISH))
    for words in ("Informe de la sesión", "Sentadilla", "Recorrido incompleto", "29,9 por segundo", "21 de noviembre de 2026", "rodilla"):
        assert words in said, words
    assert not re.search(r"\b(?:Squat|Range|Load|unknown|left|right)\b", said)


def test_the_name_is_told_only_where_the_sheet_has_one() -> None:
    assert "Person\np-7k2m9x" in everything(session_document(session(), ENGLISH))
    named = everything(session_document(session(ZOSIA), ENGLISH))
    assert ZOSIA.name in named
    assert "Pseudonym\np-1" in named
    assert "height, mass, sex, age not entered: usual values were taken" in named


def test_an_empty_session_says_so() -> None:
    document = session_document(EMPTY, ENGLISH)
    said = everything(document)
    assert "Nothing was counted in this session" in said
    assert "the box's clock had not been set" in said
    assert "Date not known  ·  12 s" in said
    assert [section.heading for section in document.sections] == ["What was done", "Quality of the measurement"]


def test_without_a_recording_the_rest_is_told() -> None:
    counted = SessionSheet("s", ANA, 1_795_262_400.0, True, 60.0, 80.0, (type(squats())("squat", (rep(1), rep(2))),))
    document = session_document(counted, ENGLISH)
    assert "joint angles and load are not known" in everything(document)
    assert len(table_of(document, "All repetitions").rows) == 2


def test_only_movement_beyond_its_own_error_is_drawn() -> None:
    assert [row.angle for row in worth_showing(squats())] == ["left_knee_flexion", "right_knee_flexion"]


def test_progress_says_what_was_done_and_reached() -> None:
    said = everything(person_document(person(), ENGLISH))
    for words in (
        "Progress report", "12 sessions", "Squat: range of the counted joint", "80°", "71°", "not yet", "Sessions a week", "yes",
        "s3: its recording is damaged", "not known",
    ):  # fmt: skip
        assert words in said, words
    assert "No session of this person is kept." in everything(person_document(PersonSheet(ANA), ENGLISH))


# --- files --------------------------------------------------------------------------------------------------------------


def words_of(path: Path) -> str:
    """What a PDF's reader reads."""
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
@pytest.mark.parametrize("wording", [ENGLISH, SPANISH], ids=["english", "spanish"])
@pytest.mark.parametrize("make", ["session", "long", "empty", "person"])
def test_the_pdf_is_a4_and_every_page_has_its_foot(tmp_path: Path, make: str, wording: Wording) -> None:
    document = {
        "session": lambda: session_document(session(), wording),
        "long": lambda: session_document(session(ZOSIA, 300), wording),
        "empty": lambda: session_document(EMPTY, wording),
        "person": lambda: person_document(person(), wording),
    }[make]()
    path = tmp_path / "report.pdf"
    write_pdf(document, path)
    about = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True).stdout
    assert "A4" in about
    pages = int(re.search(r"Pages:\s+(\d+)", about)[1])  # type: ignore[index]
    said = words_of(path)
    assert document.page.format(number=pages, count=pages) in said
    assert said.count("EdgeCoach  ·") + said.count("EdgeCoach ·") >= pages
    assert ("Żółć <b>Ωmega</b> & ?" in said) is (make == "long"), "letters that the typeface has not got become a question mark"
    again = tmp_path / "again.pdf"
    write_pdf(document, again)
    assert again.read_bytes() == path.read_bytes(), "the same report is the same file"


def ends_of(path: Path) -> list[float]:
    """How far down each page is written on, its foot apart; 1.0 is where the foot begins."""
    said = subprocess.run(["pdftotext", "-bbox", path, "-"], check=True, capture_output=True, text=True).stdout
    pages = [[float(low) for low in re.findall(r'yMax="([\d.]+)"', text)] for text in said.split("<page")[1:]]
    return [max((low for low in page if low < FOOT_AT), default=0.0) / FOOT_AT for page in pages]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")
@pytest.mark.parametrize("make", ["session", "long", "person"])
def test_no_page_but_the_last_ends_far_above_its_foot(tmp_path: Path, make: str) -> None:
    document = {
        "session": lambda: session_document(session(), SPANISH),
        "long": lambda: session_document(session(count=16), SPANISH),
        "person": lambda: person_document(person(40), SPANISH),
    }[make]()
    path = tmp_path / "report.pdf"
    write_pdf(document, path)
    ends = ends_of(path)
    assert len(ends) > 1
    assert min(ends[:-1]) > 0.7, ends


class Links(HTMLParser):
    """Whatever a browser would fetch, and the tags that are open."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [str(value) for name, value in attrs if name in ("src", "href", "srcset", "action") and value]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_document_without_a_drawing_is_a_pdf_too(tmp_path: Path) -> None:
    """The typeface comes with the first drawing, or with letters that are not plain: in a process of its own there was neither."""
    told = (
        "from edge.store.report.blocks import Document, Facts, Section, Text; from edge.store.report.pdf import Path, write_pdf;"
        "write_pdf(Document('en', 'Progress', 'p1', Facts((('Id', 'p1'),)), (Section('Sessions', (Text('none yet'),)),), "
        "'foot', '{number} of {count}'),"
        f" Path({str(tmp_path / 'p.pdf')!r}))"
    )
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=False).stderr == ""
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("script", ["", "plotly"])
def test_the_page_fetches_nothing_and_is_well_formed(script: str) -> None:
    text = page(session_document(session(ZOSIA), ENGLISH), f"/* {script} */" if script else "")
    found = Links()
    found.feed(text)
    assert (found.fetched, found.open) == ([], [])
    assert "Żółć &lt;b&gt;Ωmega&lt;/b&gt; &amp; 山" in text
    assert ("<script>" in text) is bool(script)
    assert 'lang="en"' in text


def charts_of(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(re.search(r"\{(\[.*\])\.forEach", text, re.DOTALL)[1])  # type: ignore[index]
    return found


def test_the_interactive_charts_hold_the_sheets_numbers() -> None:
    pytest.importorskip("plotly")
    assert len(plotly_script()) > 1_000_000
    charts = charts_of(page(session_document(session(), ENGLISH), "/* plotly */"))
    assert len(charts) == 4, "time line, ranges, curves, symmetry"
    timeline, ranges, _, pairs = charts
    line = next(trace for trace in timeline["data"] if trace.get("name") == "Knee flexion, left")
    assert line["y"][55] is None, "unknown"
    assert line["customdata"][0] == pytest.approx(9.8, abs=0.05)
    band = timeline["data"][0]
    assert band["x"].count(None) == 2, "two stretches, for it is broken where the angle is unknown"
    assert ranges["data"][1]["base"] == [-4.0, 3.0]
    assert pairs["data"][0]["x"] == [6.0, -15.0]
    assert pairs["data"][0]["error_x"]["array"][1] == pytest.approx(1.96 * np.hypot(3.0, 3.0), abs=0.05)


def test_a_text_cannot_end_the_script() -> None:
    nasty = session(ZOSIA)
    object.__setattr__(nasty.timeline, "deg", {"</script><script>alert(1)": nasty.timeline.deg["left_knee_flexion"]})  # type: ignore[union-attr]
    object.__setattr__(nasty.timeline, "sd_deg", {"</script><script>alert(1)": np.zeros(800)})
    assert "</script><script>alert" not in page(session_document(nasty, ENGLISH), "/* plotly */")


@settings(max_examples=60)
@given(some.floats(-200, 400), some.floats(0, 90), some.integers(0, 100_000))
def test_numbers_are_never_wrong_by_more_than_half_their_last_digit(value: float, sd: float, seconds: int) -> None:
    said = ENGLISH.degrees(value)
    assert abs(float(said.rstrip("°").replace("−", "-")) - value) <= 0.5
    assert not said.startswith("−0°")
    minutes, rest = ENGLISH.clock(seconds).split(":")
    assert 60 * int(minutes) + int(rest) == seconds
