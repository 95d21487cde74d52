"""Who may do what: roles, logins that end, requests from other pages, and how often."""

from pathlib import Path

import pytest

from edge.records import Role
from edge.state import State
from edge.web.account import TRIES
from edge.web.badges import IDLE_S, LONGEST_S
from edge.web.codes import Codes
from edge.web.reception import BURST
from tests.web.box import FAR, LAN, NEAR, Box, asked

OTHERS_DATA = (
    ("GET", "people/p1"), ("GET", "people/p1/progress"), ("GET", "sessions/s1"), ("DELETE", "people/p1"), ("GET", "technician"),
    ("GET", "audit"),
)  # fmt: skip


def test_the_boxs_own_screen_is_an_athletes_and_sees_names_only(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        kiosk = box.browser()
        assert (await kiosk.greet())["role"] == "athlete"
        assert [(one["id"], one["name"], one["height_m"]) for one in (await kiosk.get("people")).json()] == [
            ("p1", "Ana", None),
            ("p2", "Ben", None),
        ]

    asked(tmp_path, scenario)


@pytest.mark.parametrize(("method", "path"), OTHERS_DATA)
def test_others_data_is_not_for_an_athlete(tmp_path: Path, method: str, path: str) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send(method, path)
        assert answer.status_code == 403
        assert "log in" in answer.json()["error"]
        assert len(box.archive.people()) == 2

    asked(tmp_path, scenario)


@pytest.mark.parametrize("path", ["people", "sessions", "status", "exercises", "people/p1"])
def test_on_a_network_nobody_sees_anything_without_a_code(tmp_path: Path, path: str) -> None:
    async def scenario(box: Box) -> None:
        guest = box.browser(LAN, "https")
        assert (await guest.greet())["role"] == "nobody"
        assert (await guest.get(path)).status_code == 401

    asked(tmp_path, scenario)


def test_a_code_opens_its_role_and_no_more(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        clinician = await box.browser(LAN, "https").log_in(Role.CLINICIAN)
        assert (await clinician.get("people/p1")).json()["height_m"] == 1.74
        assert (await clinician.get("technician")).status_code == 403
        technician = await box.browser(LAN, "https").log_in(Role.TECHNICIAN)
        assert (await technician.get("technician")).status_code == 200

    asked(tmp_path, scenario)


def test_a_code_is_understood_as_people_write_it_and_kept_only_as_a_hash(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        code = box.codes[Role.CLINICIAN]
        typed = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
        assert (await box.browser().send("POST", "login", {"code": typed})).status_code == 200
        kept = (tmp_path / "access" / "codes.json").read_text(encoding="utf-8")
        assert code not in kept
        assert code.replace("-", "") not in kept

    asked(tmp_path, scenario)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        browser = box.browser(LAN, "https")
        cookie = (await browser.send("POST", "login", {"code": box.codes[Role.CLINICIAN]})).headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "samesite=strict", "secure"))

    asked(tmp_path, scenario)


def test_a_login_ends_when_it_idles_and_in_any_case_after_a_day(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        browser = await box.browser(LAN, "https").log_in(Role.CLINICIAN)
        box.clock.t += IDLE_S - 1
        assert (await browser.get("people/p1")).status_code == 200
        box.clock.t += IDLE_S
        answer = await browser.get("people/p1")
        assert (answer.status_code, answer.json()["error"]) == (401, "Your login has ended: log in again.")
        browser = await box.browser(LAN, "https").log_in(Role.CLINICIAN)
        for _ in range(int(LONGEST_S / 1000)):
            box.clock.t += 1000
            assert (await browser.get("people/p1")).status_code == 200
        box.clock.t += 1000
        assert (await browser.get("people/p1")).status_code == 401

    asked(tmp_path, scenario)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "nobody"])
def test_a_forged_login_is_none(tmp_path: Path, token: str) -> None:
    async def scenario(box: Box) -> None:
        await box.browser(LAN, "https").log_in(Role.TECHNICIAN)
        forger = box.browser(LAN, "https")
        assert (await forger.get("technician", headers={"Cookie": f"edgecoach={token}"})).status_code == 401

    asked(tmp_path, scenario)


def test_logging_out_and_a_new_code_end_a_login(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        one, other = await box.browser(LAN).log_in(Role.CLINICIAN), await box.browser(LAN).log_in(Role.CLINICIAN)
        cookie = one.line.cookies["edgecoach"]
        assert (await one.send("POST", "logout")).status_code == 200
        assert (await box.browser(LAN).get("people/p1", headers={"Cookie": f"edgecoach={cookie}"})).status_code == 401
        assert (await other.get("people/p1")).status_code == 200
        Codes(State(tmp_path / "access")).new(Role.CLINICIAN, 0.0)
        assert (await other.get("people/p1")).status_code == 401

    asked(tmp_path, scenario)


@pytest.mark.parametrize(
    "headers",
    [{"X-CSRF": ""}, {"X-CSRF": "0" * 64}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_page_cannot_press_our_buttons(tmp_path: Path, headers: dict[str, str]) -> None:
    async def scenario(box: Box) -> None:
        browser = await box.browser().log_in(Role.CLINICIAN)
        assert (await browser.send("DELETE", "people/p1", headers=headers)).status_code == 403
        assert (await browser.send("POST", "command", {"name": "session", "value": "start"}, headers=headers)).status_code == 403
        assert len(box.archive.people()) == 2

    asked(tmp_path, scenario)


def test_the_csrf_of_one_login_is_not_that_of_another(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        one, other = await box.browser().log_in(Role.CLINICIAN), await box.browser().log_in(Role.CLINICIAN)
        assert (await one.send("POST", "logout", headers={"X-CSRF": other.csrf})).status_code == 403

    asked(tmp_path, scenario)


def test_codes_cannot_be_tried_quickly_and_the_failure_is_written_down(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        burglar = box.browser(LAN, "https")
        statuses = [(await burglar.send("POST", "login", {"code": "WRONG"})).status_code for _ in range(TRIES + 1)]
        assert statuses == [401] * TRIES + [429]
        answer = await burglar.send("POST", "login", {"code": box.codes[Role.CLINICIAN]})
        assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (429, True)
        assert (await box.browser(NEAR).log_in(Role.CLINICIAN)).csrf
        box.clock.t += 31.0
        assert (await burglar.send("POST", "login", {"code": box.codes[Role.CLINICIAN]})).status_code == 200
        assert sum(entry.did == "failed to log in" for entry in box.archive.entries) == TRIES

    asked(tmp_path, scenario)


def test_whoever_asks_too_often_is_told_to_wait_and_others_are_not(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        greedy, kiosk = box.browser(LAN), box.browser()
        statuses = [(await greedy.get("me")).status_code for _ in range(BURST + 1)]
        assert statuses == [200] * BURST + [429]
        assert (await kiosk.get("me")).status_code == 200
        box.clock.t += 1.0
        assert (await greedy.get("me")).status_code == 200

    asked(tmp_path, scenario)


def test_made_up_data_is_open_on_the_box_itself_and_nowhere_else(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        assert (await box.browser().greet())["role"] == "technician"
        assert (await box.browser(FAR).greet())["role"] == "nobody"

    asked(tmp_path, scenario, all_open=True)


def test_a_box_without_codes_says_how_to_make_one(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        answer = await box.browser().send("POST", "login", {"code": "A"})
        assert answer.status_code == 409
        assert "edgecoach access new" in answer.json()["error"]

    asked(tmp_path, scenario, codes=None)


def test_a_full_disk_keeps_nobody_out_but_shows_nobodys_data(tmp_path: Path) -> None:
    async def scenario(box: Box) -> None:
        box.archive.full = True
        clinician = await box.browser().log_in(Role.CLINICIAN)
        answer = await clinician.get("people/p1")
        assert (answer.status_code, answer.json()["error"]) == (503, "The disk is full: make room.")
        assert (await box.browser().get("status")).status_code == 200

    asked(tmp_path, scenario)
