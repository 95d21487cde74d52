"""What the doctor says about files of strangers."""

import pytest

from edge.commands.checks import uploads
from edge.doctor import Level


@pytest.mark.parametrize(
    ("landlock", "seccomp", "level", "sentence"),
    [
        (7, True, Level.OK, "uploads are confined: files yes, network yes"),
        (
            0,
            True,
            Level.INFO,
            "uploads are confined: files no, network yes; memory, time and size of what they write are limited all the same",
        ),
        (
            1,
            False,
            Level.INFO,
            "uploads are confined: files yes, network no; memory, time and size of what they write are limited all the same",
        ),
    ],
)
def test_which_confinement_is_in_force(monkeypatch: pytest.MonkeyPatch, landlock: int, seccomp: bool, level: Level, sentence: str) -> None:
    monkeypatch.setattr(uploads, "landlock_version", lambda: landlock)
    monkeypatch.setattr(uploads, "can_filter", lambda: seccomp)
    found = uploads.uploads(None)  # type: ignore[arg-type]
    assert (found.level, found.sentence, bool(found.advice)) == (level, sentence, level is not Level.OK)
