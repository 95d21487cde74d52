"""A whole `edgecoach run` with a video, asked over its real API and killed at any moment; and all that it ever acknowledged.

What is acknowledged: an answer that came whole. Of a request that was under way when the daemon died, both what was before and what was
asked for may be true afterwards.
"""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import cv2
import httpx

from edge.messages import Rep
from edge.records import Role
from edge.state import State
from edge.store.archive import Archive
from edge.web.codes import Codes, codes_folder

ROOT = Path(__file__).parents[1]
CLIP = ROOT / "tests" / "capture" / "data" / "avatar_squat_side.mp4"
TURNS = 4
"""So often the clip is put behind itself, so that no life outlasts it."""
NEVER_S = 60.0
MOST_PEOPLE = 6
GONE = (httpx.TransportError, ValueError)
"""How it looks when the other end dies in the middle of an answer."""

Json = dict[str, Any]


@dataclass
class Acknowledged:
    """people: id -> what their consent to recordings may be. erased: who must never come back; doubtful: who was being erased. sessions:
    id -> numbers of the repetitions that were shown as kept. ended: id -> the line of the list. owner: session -> person."""

    people: dict[str, set[bool]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    sessions: dict[str, set[int]] = field(default_factory=dict)
    ended: dict[str, Json] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)
    answers: int = 0

    def forget(self, person: str) -> None:
        """Everything of somebody who was erased, or may have been."""
        self.people.pop(person, None)
        for session in [one for one, whose in self.owner.items() if whose == person]:
            self.sessions.pop(session, None)
            self.ended.pop(session, None)


class Daemon:
    """One life. started_s: from the command to the page's first answer; start_cpu_s: what of it was its own work."""

    def __init__(self, state: Path, clip: Path) -> None:
        began = time.monotonic()
        words = ["-u", "-m", "edge", "run", "--source", str(clip), "--exercise", "squat", "--port", "0", "--quiet"]
        self.process = subprocess.Popen(
            [sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
            env={**os.environ, "EDGECOACH_STATE": str(state)},
        )  # fmt: skip
        assert self.process.stdout is not None
        said = next(line for line in self.process.stdout if "http" in line)
        address = said[said.index("http") :].split()[0].rstrip(".")
        self.line = httpx.Client(base_url=address, timeout=NEVER_S)
        self.csrf = str(self.line.get("api/me").raise_for_status().json()["csrf"])
        self.started_s, self.start_cpu_s = time.monotonic() - began, processor_s(self.process.pid)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        with self.process:
            self.line.close()

    def kill(self) -> None:
        """kill -9, at whatever it is doing."""
        self.process.send_signal(signal.SIGKILL)

    def get(self, path: str) -> Any:
        return self.line.get(f"api/{path}").raise_for_status().json()

    def send(self, method: str, path: str, body: Json | None = None) -> httpx.Response:
        return self.line.request(method, f"api/{path}", json=body, headers={"X-CSRF": self.csrf})

    def log_in(self, code: str) -> None:
        self.csrf = self.send("POST", "login", {"code": code}).raise_for_status().json()["csrf"]


class Visitors:
    """People who come and go at random, and remember what they were told. chance: repeats."""

    def __init__(self, state: Path, clip: Path, seed: int) -> None:
        self.said, self._recent = Acknowledged(), set[str]()
        self._clip, self._state, self._chance = clip, state, random.Random(seed)
        self.code = Codes(State(codes_folder(state))).new(Role.CLINICIAN, time.time())
        self.started_s: list[float] = []
        self.start_cpu_s: list[float] = []

    def one_life(self) -> None:
        """From a start to a kill. Raises AssertionError where something that was acknowledged before is not there."""
        with Daemon(self._state, self._clip) as daemon:
            self.started_s.append(daemon.started_s)
            self.start_cpu_s.append(daemon.start_cpu_s)
            daemon.log_in(self.code)
            self.check(daemon)
            self._recent.clear()
            timer = threading.Timer(self._chance.uniform(0.0, 10.0), daemon.kill)
            timer.start()
            try:
                while True:
                    self._something(daemon)
                    self.said.answers += 1
                    time.sleep(self._chance.uniform(0.0, 0.15))
            except GONE:
                timer.join()
        assert daemon.process.returncode == -signal.SIGKILL

    def check(self, daemon: Daemon) -> None:
        """Of what was acknowledged in the life before nothing is lost, and nothing that went ever came back."""
        self._settle_doubts({one["id"] for one in daemon.get("people")})
        people = {one["id"]: one for one in daemon.get("people")}
        assert not self.said.erased & set(people)
        for person, may_be in self.said.people.items():
            assert people[person]["consent"]["recording"] in may_be, person
            may_be.intersection_update({people[person]["consent"]["recording"]})
        listed = {one["id"]: one for one in daemon.get("sessions?limit=100")}
        for session in self._recent & set(self.said.sessions):
            told = daemon.get(f"sessions/{session}")
            assert self.said.sessions[session] <= {rep["number"] for rep in told["reps"]}, session
            assert (told["recording"] != "damaged", told["person_id"]) == (True, self.said.owner[session])
            assert listed[session] == self.said.ended.get(session, listed[session])

    def check_all(self, archive: Archive) -> None:
        """The same of every life, as it lies there."""
        assert not self.said.erased & {one.id for one in archive.people()}
        for session, reps in self.said.sessions.items():
            if self.said.owner[session] not in self.said.doubtful:
                record = archive.session(session)
                assert reps <= {event.number for event in record.events if isinstance(event, Rep)}, session
                line = self.said.ended.get(session)
                about = record.summary
                assert line is None or (line["reps"], line["duration_s"]) == (about.reps, round(about.duration_s, 1)), session

    def _settle_doubts(self, there: set[str]) -> None:
        """Who was being erased is gone wholly, or is there as before."""
        for person in self.said.doubtful - there:
            self.said.forget(person)
            self.said.erased.add(person)
        self.said.doubtful.clear()

    def _something(self, daemon: Daemon) -> None:
        acts = [self._add] * 2 + [self._consent] * 3 + [self._begin] * 3 + [self._stop] + [self._look] * 8 + [self._erase]
        self._chance.choice(acts)(daemon)

    def _add(self, daemon: Daemon) -> None:
        if len(self.said.people) < MOST_PEOPLE:
            recording = self._chance.random() < 0.8
            body = {"name": f"Visitor {self._chance.randrange(10**6)}", "mass_kg": 70.0, "consent": {"recording": recording}}
            added = daemon.send("POST", "people", body)
            if added.status_code == 201:
                self.said.people[added.json()["id"]] = {recording}

    def _consent(self, daemon: Daemon) -> None:
        if self.said.people:
            person, wish = self._chance.choice(sorted(self.said.people)), self._chance.random() < 0.8
            self.said.people[person].add(wish)
            daemon.send("PATCH", f"people/{person}", {"consent": {"recording": wish}}).raise_for_status()
            self.said.people[person] = {wish}

    def _begin(self, daemon: Daemon) -> None:
        person = self._chance.choice(["", *sorted(self.said.people)])
        daemon.send("POST", "command", {"name": "session", "value": "start", "person": person}).raise_for_status()
        time.sleep(self._chance.uniform(0.0, 3.0))

    def _stop(self, daemon: Daemon) -> None:
        daemon.send("POST", "command", {"name": "session", "value": "stop"}).raise_for_status()

    def _look(self, daemon: Daemon) -> None:
        """What is shown as kept is acknowledged."""
        now = (daemon.get("status")["session"] or {}).get("id")
        for line in daemon.get("sessions?limit=3"):
            self.said.owner[line["id"]] = line["person_id"]
            self._recent.add(line["id"])
            told = daemon.get(f"sessions/{line['id']}")
            self.said.sessions.setdefault(line["id"], set()).update(rep["number"] for rep in told["reps"])
            if line["recording"] in ("whole", "cut_off") and line["id"] != now:
                self.said.ended[line["id"]] = line

    def _erase(self, daemon: Daemon) -> None:
        if len(self.said.people) == MOST_PEOPLE:
            person = self._chance.choice(sorted(self.said.people))
            self.said.doubtful.add(person)
            erased = daemon.send("DELETE", f"people/{person}")
            self.said.doubtful.discard(person)
            if erased.status_code == 200:
                self.said.forget(person)
                self.said.erased.add(person)


def long_clip(path: Path) -> Path:
    """Most of a minute of squats."""
    reading = cv2.VideoCapture(str(CLIP))
    frames = [reading.read()[1] for _ in range(int(reading.get(cv2.CAP_PROP_FRAME_COUNT)))]
    height, width, _ = frames[0].shape
    writing = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), reading.get(cv2.CAP_PROP_FPS), (width, height))
    for frame in frames * TURNS:
        writing.write(frame)
    writing.release()
    return path


def processor_s(process: int) -> float:
    """What it has worked so far, itself and in the kernel (proc(5): fields 14 and 15 of stat)."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
