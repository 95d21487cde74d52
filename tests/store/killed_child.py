"""A process that keeps people and sessions as fast as it can, and says on its output what was acknowledged, until it is killed.

One word and its subject a line: `trying` comes before the attempt, all others after the archive has said that it is done.
"""

import itertools
import sys
import time
from pathlib import Path

from edge.clock import SystemClock
from edge.messages import Person, Session
from edge.records import Consent
from edge.store.archive import Archive, open_archive
from edge.store.encoding import Message, is_kept
from tests.store.sessions import UPTIME_S, session

SECONDS = 4.0
PACE = 20
"""Times real time: faster than any visit, and slow enough for the queue not to be full."""


def main(folder: Path, run: int) -> None:
    messages = list(session(SECONDS))
    say("ready", str(len(messages)), str(sum(map(is_kept, messages))))
    with open_archive(folder, SystemClock()) as archive:
        for number in itertools.count():
            person = archive.add_person(Person(f"Person {run}", 1.7), consent=Consent(recording=True))
            say("person", person.id)
            for visit, person_id in enumerate((person.id, "")):
                visited(archive, f"{run:03d}-{number:03d}-{visit}", person_id, messages)
            if number % 2:
                say("trying", person.id)
                archive.erase(person.id)
                say("erased", person.id)


def visited(archive: Archive, session_id: str, person_id: str, messages: list[Message]) -> None:
    say("trying", session_id)
    writing = archive.begin(Session(session_id, Person(), time.time(), True, UPTIME_S, "cafe"), person_id)
    assert not writing.problems
    say("begun", session_id)
    for message in messages:
        writing.write(message)
        time.sleep(0.01 / PACE)
    writing.end({"fps": 30.0})
    assert not writing.problems
    say("ended", session_id)


def say(*words: str) -> None:
    print(*words, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
