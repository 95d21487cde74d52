"""The screens that boxes really have, from a clinic's wall to seven inches: what an athlete needs stands there whole, without scrolling."""

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from edge.gauges import Health, Latency
from edge.messages import CoachText, Cue, Person, Priority, Rep, Set
from tests.page.conftest import Open
from tests.page.made_box import MadeBox

pytestmark = pytest.mark.browser

SCREENS = {
    "kiosk": (1920, 1080),
    "laptop": (1280, 800),
    "wall": (1080, 1920),
    "seven-inch": (800, 480),
    "phone": (390, 844),
    "lying-phone": (844, 390),
}
LEAST_DIGITS = 0.1
"""Of the screen's height: what is counted, from three metres."""
UNPLUGGED = "the camera /dev/video0 was unplugged: check its cable and socket"
DIGITS, GOOD, BEADS, COUNTER, START = ".count .all strong", ".count .good", ".beads", ".counter", ".side .session-switch"
HEADLINE, VIEWS, CUE = ".headline", ".skeleton-views", ".cue-place"
PLACES = """(names) => Object.fromEntries(names.map((name) => {
    const {left, top, right, bottom, width} = document.querySelector(name)?.getBoundingClientRect() ?? {width: 0};
    return [name, width ? [left, top, right, bottom] : null]; }))"""
ROOM = """() => {
    const menu = document.querySelector(".views").getBoundingClientRect().top;
    return [document.documentElement.scrollWidth, menu > innerHeight / 2 ? menu : innerHeight]; }"""
"""How wide everything is, and how far down nothing lies over it."""

Box = list[float]


def opened(show: Open, screen: str) -> Page:
    width, height = SCREENS[screen]
    page = show("#/athlete", viewport={"width": width, "height": height})
    expect(page.locator(".counter")).to_be_visible()
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


def places(page: Page, *names: str) -> dict[str, Box]:
    """Left, top, right, bottom of those that are shown."""
    found: dict[str, Box | None] = page.evaluate(PLACES, names)
    return {name: box for name, box in found.items() if box}


def within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1


def apart(one: Box, other: Box) -> bool:
    return one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] + 1 or other[3] <= one[1] + 1


@pytest.mark.parametrize("screen", SCREENS)
def test_number_cue_and_button_stand_on_every_screen_at_once(box: MadeBox, show: Open, screen: str) -> None:
    page = opened(show, screen)
    box.skip(14.0)
    box.do(box.page.deliver, Cue(box.t, "text", "squat.deeper", Priority.FORM, box.t + 60.0))
    expect(page.locator(".cue.form")).to_be_visible()
    expect(page.locator(".headline")).to_have_text("squat")
    found = places(page, CUE, COUNTER, DIGITS, START)
    width, lowest = page.evaluate(ROOM)
    assert width <= SCREENS[screen][0]
    assert [name for name, place in found.items() if not within(place, [0.0, 0.0, width, lowest])] == []
    assert (found[DIGITS][3] - found[DIGITS][1]) / SCREENS[screen][1] > LEAST_DIGITS


@pytest.mark.parametrize("screen", SCREENS)
def test_three_digits_and_a_long_set_stay_in_their_card(box: MadeBox, show: Open, screen: str) -> None:
    page = opened(show, screen)
    box.skip(14.0)
    done = [event for _, events, _, _ in box.moments for event in events if isinstance(event, Rep)]
    for number in range(120):
        box.do(box.page.deliver, replace(done[number % len(done)], number=number + 1, exercise="bulgarian_split_squat"))
    expect(page.locator(".count .all strong")).to_have_text(str(box.page.status()["reps"]))
    expect(page.locator(".beads li")).to_have_count(20)
    found = places(page, DIGITS, GOOD, BEADS, COUNTER)
    assert [name for name, place in found.items() if not within(place, found[COUNTER])] == []
    assert apart(found[DIGITS], found[GOOD])


@pytest.mark.parametrize("screen", SCREENS)
def test_what_was_off_stays_in_its_card_however_much_it_was(box: MadeBox, show: Open, screen: str) -> None:
    page = opened(show, screen)
    box.skip(14.0)
    done = next(event for _, events, _, _ in box.moments for event in events if isinstance(event, Rep))
    for number in range(12):
        box.do(box.page.deliver, replace(done, number=number + 1, good=False, faults=("trunk_lean", "fast_down", "shallow")))
    what = ".what"
    expect(page.locator(what)).to_contain_text("Upper body leaned too far")
    expect(page.locator(".count .all strong")).to_have_text(str(box.page.status()["reps"]))
    found = places(page, what, DIGITS, GOOD, BEADS, COUNTER)
    assert [name for name, place in found.items() if not within(place, found[COUNTER])] == []
    assert apart(found[what], found[DIGITS])


@pytest.mark.parametrize("screen", SCREENS)
def test_what_to_do_first_is_never_written_over_the_buttons(box: MadeBox, show: Open, screen: str) -> None:
    page = opened(show, screen)
    page.get_by_role("button", name="Español").click()
    expect(page.locator(".headline")).to_have_text("Ponte delante de la cámara")
    found = places(page, HEADLINE, VIEWS)
    assert apart(found[HEADLINE], found[VIEWS])


@pytest.mark.parametrize("screen", ["laptop", "seven-inch", "phone"])
def test_the_ways_to_other_views_stay_in_sight_on_a_long_page(box: MadeBox, show: Open, screen: str) -> None:
    width, height = SCREENS[screen]
    page = show("#/who", viewport={"width": width, "height": height})
    for number in range(30):
        box.archive.add_person(Person(f"Person {number}"))
    page.reload()
    expect(page.locator(".person")).to_have_count(35)
    page.evaluate("scrollTo(0, 1000)")
    ways = page.locator(".views a")
    assert ways.count() >= 3
    for place in (way.bounding_box() for way in ways.all()):
        assert place is not None
        assert within([place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]], [0.0, 0.0, width, height])


def test_in_a_rest_what_the_coach_says_stands_where_cues_stand(box: MadeBox, show: Open) -> None:
    page = opened(show, "seven-inch")
    box.skip(14.0)
    box.do(box.page.deliver, Set(box.t, 1, "squat", 4.0, box.t, 5, 4, 90.0))
    box.do(box.page.hear, CoachText(box.t, 1, "Keep your heels down in the next set. " * 4))
    coach = page.locator(".cue-rest .coach")
    expect(coach).to_contain_text("Keep your heels down")
    assert within(places(page, ".coach")[".coach"], [0.0, 0.0, *map(float, SCREENS["seven-inch"])])


def test_a_camera_that_left_is_said_instead_of_asking_people_to_stand_before_it(box: MadeBox, show: Open) -> None:
    page = opened(show, "kiosk")
    expect(page.locator(".framing")).to_contain_text("Step in front of the camera")
    box.do(box.page.health, Health(3.0, 0.0, 90, 0, Latency(None, None), links=(("camera", False, UNPLUGGED),)))
    expect(page.locator(".headline")).to_have_text("The camera is away")
    expect(page.locator(".framing")).to_have_count(0)
    expect(page.locator(".notices")).to_contain_text("The camera /dev/video0 was unplugged")
    found = places(page, ".notices", COUNTER)
    assert found[".notices"][3] <= found[COUNTER][1], "what is missing does not stand first"
