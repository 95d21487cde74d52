"""Who somebody is by what they type, and who learns whose name."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from edge.messages import Person
from edge.records import PersonRecord, Role
from edge.web.api import LivePage
from edge.web.names import named, short_name
from edge.web.services import say_plainly
from tests.web.box import Box, asked

PEOPLE = [
    PersonRecord(f"p{place}", Person(name), 0.0)
    for place, name in enumerate(("Ana Gómez", "Álvaro Gil", "Ben", "Carla Ruiz Vega", "Chus Vidal", "Øyvind Åse"))
]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("Ana Gómez", ["p0"]),
        ("  ana   gomez ", ["p0"]),
        ("ag", ["p0", "p1"]),
        ("A. G.", ["p0", "p1"]),
        ("BEN", ["p2"]),
        ("b", []),
        ("crv", ["p3"]),
        ("c.v.", ["p3", "p4"]),
        ("ana", []),
        ("gomez", []),
        ("ØÅ", ["p5"]),
        (".", []),
        ("%", []),
    ],
)
def test_initials_or_the_whole_name_and_nothing_between(typed: str, ids: list[str]) -> None:
    assert [record.id for record in named(typed, PEOPLE)] == ids


def test_a_whole_name_comes_before_the_same_initials() -> None:
    people = [*PEOPLE, PersonRecord("p9", Person("AG"), 0.0)]
    assert [record.id for record in named("ag", people)] == ["p9"]


@given(some.text(max_size=60))
def test_whatever_is_typed_or_somebody_is_called_has_an_answer(text: str) -> None:
    everybody = [*PEOPLE, PersonRecord("p9", Person(text), 0.0)]
    found = named(text, everybody)
    assert all(record in everybody for record in found)
    assert len(short_name(text)) <= 4 * len(text)


def hidden(folder: Path, scenario: Callable[[Box], Awaitable[None]]) -> None:
    """As a box is that nobody configured."""
    asked(folder, scenario, page=LivePage(say_plainly, now=lambda: 0.0), names_listed=False)


def test_whoever_stands_before_the_box_learns_nobodys_name(tmp_path: Path) -> None:
    """Not from the list, the board, a card or a guess, nor once they are here; staff see all."""

    async def scenario(box: Box) -> None:
        kiosk = box.browser()
        assert (await kiosk.greet())["names_listed"] is False
        assert (await kiosk.get("people")).json() == []
        answers = [await kiosk.send("POST", "people/typed", {"typed": typed}) for typed in ("Ana", "4711", "Ben")]
        answers.append(await kiosk.send("POST", "people/card", {"number": "4711"}))
        assert [answer.json()["id"] for answer in answers] == ["p1", "p1", "p2", "p1"]
        box.services.page.person(box.archive.person("p1"))
        box.services.page.session_began("s1", 0.0)
        answers += [await kiosk.get("people"), await kiosk.get("status"), await kiosk.get("sessions"), await kiosk.get("sessions/s1")]
        answers.append(await kiosk.send("PATCH", "people/p1", {"consent": {"recording": False, "phone": False}}))
        assert all("Ana" not in answer.text and "Ben" not in answer.text for answer in answers)
        assert "Ana" not in box.services.page.board()
        (here,) = (await kiosk.get("people")).json()
        assert (here["id"], here["name"], here["consent"]["recording"]) == ("p1", "A.", False)
        clinician = await box.browser().log_in(Role.CLINICIAN)
        assert [one["name"] for one in (await clinician.get("people")).json()] == ["Ana", "Ben"]

    hidden(tmp_path, scenario)


def test_what_nobody_or_several_answer_to_is_refused_without_a_name(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk = box.browser()
        box.archive.add_person(Person("Bea Navarro"))
        box.archive.add_person(Person("Bob Nash"))
        several = await kiosk.send("POST", "people/typed", {"typed": "bn"})
        nobody = await kiosk.send("POST", "people/typed", {"typed": "zz"})
        assert (several.status_code, nobody.status_code) == (409, 404)
        assert "Bea" not in several.text
        assert (await kiosk.send("POST", "people/typed", {"typed": "bob nash"})).json()["name"] == "B. N."

    hidden(tmp_path, scenario)


def test_guessing_is_slow(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk = box.browser()
        answers = [
            (await kiosk.send("POST", "people/typed", {"typed": f"a{letter}"})).status_code for letter in "bcdefghijklmnopqrstuvwxyz"
        ]
        assert (answers[0], answers[-1]) == (404, 429)
        assert (await kiosk.send("POST", "people/card", {"number": "4711"})).status_code == 429

    hidden(tmp_path, scenario)


def test_where_names_are_listed_they_are_there_to_be_touched(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        box.services.page.person(box.archive.person("p1"))
        told = (await box.browser().get("people")).json()
        assert [(one["name"], bool(one["consent"]), one["mass_kg"]) for one in told] == [("Ana", True, None), ("Ben", False, None)]
        assert (await box.browser().greet())["names_listed"] is True

    asked(tmp_path, scenario)


def test_the_box_takes_its_configurations_word_for_it(tmp_path: Path) -> None:
    from edge.config import Loaded
    from edge.config_options import Config, Web
    from edge.front import Front
    from tests.scripted_daemon import FakeClock

    async def shown(names: str, made_up: bool) -> bool:
        front = Front(Loaded(Config(web=Web(names=names))), tmp_path, tmp_path, tmp_path, FakeClock(), made_up=made_up)  # type: ignore[arg-type]
        page = front.page()
        page.person(replace(PEOPLE[0]))
        listed = front.services(page, front.desk(), None, None, None).names_listed  # type: ignore[arg-type]
        assert ("Ana" in page.board()) is listed
        return listed

    assert [asyncio.run(shown(names, made_up)) for names, made_up in (("typed", False), ("listed", False), ("typed", True))] == [
        False, True, True,
    ]  # fmt: skip
