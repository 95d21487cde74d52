"""What a clinician sees and asks for, in a real browser, while somebody who was made up does squats."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from edge.messages import Alignment, Side
from edge.records import Goal
from tests.page.conftest import DESKTOP, PHONE, Open
from tests.page.kept_visit import staff_box
from tests.page.made_box import MEASURING, MadeBox
from tests.page.test_every_view import violations

pytestmark = pytest.mark.browser


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MadeBox]:
    with staff_box(tmp_path) as made:
        yield made


def clinic(show: Open, **wanted: object) -> Page:
    """The view, ready for what comes."""
    page = show("#/clinician", **wanted)
    expect(page.locator(".angle-table")).to_be_visible()
    expect(page.locator(".connection")).to_have_class(re.compile(r"\bon\b"))
    return page


def cells(page: Page, movement: str) -> list[str]:
    """Left, right and difference of one row; one value where there are no sides."""
    row = page.get_by_role("row").filter(has=page.get_by_role("button", name=f"Show {movement} as a curve"))
    return row.locator(".angle, .difference").all_inner_texts()


def test_angles_stand_with_their_half_widths_by_joint(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    expect(page.locator(".angle-table tbody tr")).to_have_count(19)
    box.skip(10.0)
    expect(page.locator("[data-angle]").filter(has_text="40° ± 4")).to_have_count(1)
    left, right, difference = cells(page, "Knee flexion")
    assert re.fullmatch(r"\d+° ± 10", left)
    assert re.fullmatch(r"\d+° ± 10", right)
    assert difference == "+10°"
    assert cells(page, "Neck rotation") == ["–", ""]


def test_what_is_uncertain_or_unknown_is_grey_and_what_is_beyond_normal_says_so(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    box.skip(10.0)
    expect(page.locator(".angle.beyond")).to_have_text("150° ± 4")
    expect(page.locator(".angle.beyond")).to_have_attribute("title", "beyond the normal range")
    expect(page.locator(".angle", has_text="20° ± 39")).to_have_class(re.compile("unknown"))
    expect(page.locator(".angle", has_text="40° ± 4")).not_to_have_class(re.compile("unknown"))


def test_a_movement_is_followed_as_a_curve_and_as_a_table(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    box.skip(8.0)
    box.play(4.0, pace=2.0)
    chart = page.get_by_role("figure").filter(has=page.get_by_role("heading", name="Knee flexion"))
    expect(chart.get_by_role("img")).to_have_attribute("aria-label", re.compile("Knee flexion: between .* degrees in the last 30 seconds"))
    chart.get_by_role("button", name="As a table").click()
    expect(chart.get_by_role("row").nth(1)).to_have_text(re.compile(r"left\s*4\d°\s*\d+°\s*(59|60)°"))
    expect(page.locator(".sides tbody tr")).to_have_text(re.compile(r"Knee flexion\s*(59|60)°\s*(59|60)°\s*[01]°"))
    hip = page.get_by_role("button", name="Show Hip flexion as a curve")
    expect(hip).to_have_attribute("aria-pressed", "true")
    hip.click()
    expect(page.get_by_role("heading", name="Hip flexion")).to_have_count(0)
    page.get_by_role("button", name="Show Ankle dorsiflexion as a curve").click()
    expect(page.get_by_role("heading", name="Ankle dorsiflexion")).to_be_visible()


def test_repetitions_deviations_and_exercises_are_told_with_their_times(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    box.skip(60.0)
    board = box.page.status()
    bars = page.get_by_role("figure").filter(has=page.get_by_role("heading", name="Range of each repetition"))
    expect(bars.locator(".bar")).to_have_count(board["reps"])
    bars.get_by_role("button", name="As a table").click()
    expect(bars.get_by_role("row")).to_have_count(board["reps"] + 1)
    expect(page.locator(".tempos li")).to_have_count(min(board["reps"], 8))
    faults = page.locator(".event.of-fault")
    assert faults.count() >= board["reps"] - board["good"] > 0
    expect(faults.first).to_contain_text(re.compile(r"\d\d:\d\d:\d\d.*Deviation.*repetition \d", re.DOTALL))
    expect(page.locator(".totals")).to_contain_text(f"Squat {board['good']} of {board['reps']} good")


def test_a_session_an_exercise_a_weight_and_cues_are_asked_of_the_box(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    page.get_by_label("Person").select_option(label="Bruno")
    page.get_by_role("button", name="Start session").click()
    expect(page.get_by_role("button", name="Stop session")).to_be_visible()
    page.locator(".desk-controls select").nth(1).select_option(label="Biceps curl")
    weight, exercise = page.get_by_label("Weight lifted, kg"), page.locator(".desk-controls select").nth(1)
    weight.fill("12.5")
    box.skip(2.0)
    expect(weight).to_have_value("12.5")
    weight.blur()
    page.get_by_role("button", name="Recording off").click()
    page.get_by_text("Cues", exact=True).click()
    page.get_by_role("button", name="Voice off").click()
    expect(page.get_by_role("button", name="Voice off")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Stop session").click()
    expect(page.get_by_role("button", name="Start session")).to_be_visible()
    expect(weight).to_have_value("")
    expect(exercise).to_have_value("auto")
    expect(page.get_by_role("button", name="Recording off")).to_have_attribute("aria-pressed", "false")
    assert box.wishes() == [
        ("person", "p2"), ("session", "start"), ("exercise", "bicep_curl"), ("load_kg", "12.5"), ("recording", "off"), ("cues.voice", "0"),
        ("session", "stop"),
    ]  # fmt: skip


def test_a_goal_is_set_and_taken_back(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    page.get_by_label("Person").select_option(label="Ana")
    expect(page.get_by_role("link", name="Progress").last).to_have_attribute("href", "#/progress/p1")
    page.get_by_role("button", name="Add a goal").click()
    page.locator(".new-goal").get_by_label("Exercise").select_option(label="Squat")
    page.get_by_label("Target").fill("90")
    page.locator(".new-goal select[name=measure]").select_option("range_deg")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".goal-card li")).to_have_text("Squat: 90 degrees of range")
    assert box.archive.person("p1").goals == (Goal("squat", "range_deg", 90.0),)
    page.get_by_role("button", name="Remove the goal Squat: 90 degrees of range").click()
    expect(page.locator(".goal-card li")).to_have_count(0)
    assert box.archive.person("p1").goals == ()


def test_keys_alone_reach_the_start_and_choose_a_movement(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    page.get_by_role("button", name="Start session").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop session")).to_be_visible()
    elbow = page.get_by_role("button", name="Show Elbow flexion as a curve")
    for _ in range(60):
        page.keyboard.press("Tab")
        if elbow.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Elbow flexion")).to_be_visible()


def test_a_session_without_a_body_says_so(box: MadeBox, show: Open) -> None:
    box.moments = [(t, events, None, picture) for t, events, _, picture in box.moments]
    page = clinic(show)
    box.skip(10.0)
    expect(page.locator(".angle.unknown")).to_have_count(30)
    expect(page.get_by_text("The load is not known yet")).to_be_visible()


@pytest.mark.parametrize(("theme", "language"), [("light", "en"), ("dark", "es")])
def test_nothing_serious_for_axe(box: MadeBox, show: Open, theme: str, language: str) -> None:
    page = clinic(show, color_scheme=theme)
    if language == "es":
        page.get_by_role("button", name="Español").click()
    box.skip(30.0)
    expect(page.get_by_role("heading", name={"en": "Joint angles", "es": "Ángulos articulares"}[language])).to_be_visible()
    expect(page.locator(".event").first).to_be_visible()
    assert violations(page) == []


def test_a_narrow_screen_holds_it(box: MadeBox, show: Open) -> None:
    page = clinic(show, viewport=PHONE)
    box.skip(30.0)
    expect(page.locator(".angle", has_text="40° ± 4")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_body_load_and_goals_stay_in_sight_beside_the_long_column_and_lie_over_nothing(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    box.skip(10.0)
    beside, controls = page.locator(".clinic-aside > div"), page.locator(".desk-controls")
    for scrolled in (0, 150, 700, 5000):
        page.evaluate(f"scrollTo(0, {scrolled})")
        there, above = beside.bounding_box(), controls.bounding_box()
        assert there is not None
        assert above is not None
        assert there["y"] >= above["y"] + above["height"], "it lies over the controls"
        assert there["y"] + there["height"] > 0, "it was scrolled away"
    assert there["y"] + there["height"] <= DESKTOP["height"]


def wear(box: MadeBox, where: str, stood_s: float | None = None) -> None:
    worn = Alignment(box.t, where, 0.01, 0.002, Side.RIGHT, None, math.inf, guided=False)
    box.do(box.page.health, replace(MEASURING, t=box.t, alignments=(worn,), stood_s=stood_s))


def test_knees_that_were_measured_are_told_to_sensors_on_the_legs(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    box.skip(10.0)
    told = page.get_by_text("Sensors on the legs")
    expect(told).to_have_count(0)
    wear(box, "right_shank")
    told.click()
    now = page.get_by_role("button", name="The person stands now")
    expect(now).to_be_disabled()
    page.get_by_role("button", name="Start session").click()
    told.click()
    now.click()
    expect(page.get_by_text("Stand still for ten seconds")).to_have_count(0)
    page.get_by_label("Right knee, degrees").fill("4.5")
    page.get_by_label("Left knee, degrees").fill("-2")
    now.click()
    expect(page.get_by_role("status").filter(has_text="Stand still for ten seconds")).to_be_visible()
    assert box.wishes()[1:] == [("stand", "4.5 -2")]
    assert violations(page) == []


@pytest.mark.parametrize(("stood_s", "said"), [(7.3, "Taken: the person stood still for 7 s."), (0.4, "Nobody stood still and upright")])
def test_who_was_asked_to_stand_is_told_whether_they_did(box: MadeBox, show: Open, stood_s: float, said: str) -> None:
    page = clinic(show)
    page.clock.install()
    box.skip(10.0)
    wear(box, "right_shank")
    page.get_by_role("button", name="Start session").click()
    page.get_by_text("Sensors on the legs").click()
    page.get_by_label("Right knee, degrees").fill("4.5")
    page.get_by_label("Left knee, degrees").fill("-2")
    page.get_by_role("button", name="The person stands now").click()
    wear(box, "right_shank", stood_s)
    expect(page.get_by_role("timer").filter(has_text=f"{int(stood_s)} s so far")).to_be_visible()
    page.clock.run_for(10_000)
    expect(page.get_by_role("status").filter(has_text=said)).to_be_visible()


def test_a_sensor_elsewhere_needs_no_knees(box: MadeBox, show: Open) -> None:
    page = clinic(show)
    wear(box, "right_wrist")
    expect(page.get_by_text("Cues", exact=True)).to_be_visible()
    expect(page.get_by_text("Sensors on the legs")).to_have_count(0)
