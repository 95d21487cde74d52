"""What the doctor says about files of strangers."""

import pytest

from edge.commands.checks import uploads
from edge.doctor import Level

LIMITED = "memory, time and size of what they write are limited all the same"


@pytest.mark.parametrize(
    ("landlock", "seccomp", "level", "sentence"),
    [
        (7, True, Level.OK, "uploads are kept from the box's files: yes, from the network: yes"),
        (
            0,
            True,
            Level.INFO,
            f"uploads are kept from the box's files: no, from the network: yes; {LIMITED}",
        ),
        (
            1,
            False,
            Level.INFO,
            f"uploads are kept from the box's files: yes, from the network: no; {LIMITED}",
        ),
    ],
)
def test_which_confinement_is_in_force(monkeypatch: pytest.MonkeyPatch, landlock: int, seccomp: bool, level: Level, sentence: str) -> None:
    monkeypatch.setattr(uploads, "landlock_version", lambda: landlock)
    monkeypatch.setattr(uploads, "can_filter", lambda: seccomp)
    found = uploads.uploads(None)  # type: ignore[arg-type]
    assert (found.level, found.sentence, bool(found.advice)) == (level, sentence, level is not Level.OK)
