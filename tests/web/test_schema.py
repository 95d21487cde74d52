"""The API under what nobody thought of: requests made from its own description, right and wrong ones (schemathesis)."""

import asyncio
import json
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import hypothesis
import pytest
import schemathesis
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from edge.lessons import Teacher
from edge.records import Role
from edge.state import State
from edge.web import account, pairing, people, reception
from edge.web.desk import Desk
from edge.web.server import serving
from tests.scripted_daemon import FakeClock
from tests.web.box import Box, open_box

CHECKS = [
    not_a_server_error, checks.status_code_conformance, checks.content_type_conformance, checks.response_headers_conformance,
    checks.response_schema_conformance, checks.negative_data_rejection, checks.unsupported_method,
]  # fmt: skip
NO_LIMIT = 10**9


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A whole box on a real port of this machine, where whoever comes is a technician; nobody is too quick for it."""
    with pytest.MonkeyPatch.context() as patches:
        for module, name in (
            (reception, "BURST"),
            (account, "TRIES"),
            (account, "ALL_TRIES"),
            (people, "NEW"),
            (people, "CARDS"),
            (pairing, "TRIES"),
        ):
            patches.setattr(module, name, NO_LIMIT)
        with _Served(tmp_path_factory.mktemp("box")) as served:
            yield served.address


class _Served:
    def __init__(self, folder: Path) -> None:
        self._folder, self.address = folder, ""
        self._loop, self._ready = asyncio.new_event_loop(), threading.Event()

    def __enter__(self) -> "_Served":
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),))
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> None:
        angle = SimpleNamespace(
            name="left_knee_flexion", title="left knee flexion", positive="bent", negative="", normal_deg=(0, 135), caution=""
        )
        rule = SimpleNamespace(exercise="squat", camera="side", hold=False, told=False)
        more: dict[str, Any] = {"angles": [angle], "exercises": [rule], "words": {"en": {"a": "b"}}, "all_open": True, "demo": True}
        more["making"] = lambda order, out: ("--version",)
        more["teacher"] = Teacher(State(self._folder / "taught"), Desk(FakeClock()))
        async with open_box(self._folder, **more) as box:
            await self._serve_box(box)

    async def _serve_box(self, box: Box) -> None:
        assert box.codes[Role.CLINICIAN]
        async with serving(box.services, 0) as self.address:
            self._ready.set()
            await self._stop.wait()


def wrong_by_who_asks_alone(case: Any) -> bool:
    """Whoever comes to this box is a technician, with a login or without one, and every request proves where it comes from."""
    wrong = {where for where, part in case.meta.components.items() if part.mode is GenerationMode.NEGATIVE}
    return bool(wrong) and wrong <= {ParameterLocation.COOKIE, ParameterLocation.HEADER}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_answer_is_as_described(address: str, mode: GenerationMode) -> None:
    """For each entry, requests that it describes, or ones that it does not."""
    with urllib.request.urlopen(f"{address}api/me") as me:
        headers = {"X-CSRF": json.load(me)["csrf"]}
    described, asked = schemathesis.openapi.from_url(f"{address}api/openapi.json"), 0
    for found in described.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr] # an Err raises here what is wrong with the description
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.query or operation.path_parameters):
            continue

        @hypothesis.settings(
            max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(hypothesis.HealthCheck)
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        def answer(case: Any) -> None:
            hypothesis.assume(not wrong_by_who_asks_alone(case))
            case.call_and_validate(headers=headers, checks=CHECKS)

        answer()
        asked += 1
    assert asked > 10
