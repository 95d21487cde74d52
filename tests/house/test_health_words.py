"""What people read speaks of load and deviation, never a verdict on their health (DESIGN section 9)."""

import re

import pytest

from tests.house.source import ROOT, files

VERDICTS = re.compile(r"injury.risk|risk of (?:an )?injur|diagnos|riesgo de lesi|diagnóst", re.IGNORECASE)
READ_BY_PEOPLE = ("edge/web/", "edge/respond/", "edge/commands/", "edge/draw/", "README.md")


def test_nobody_is_given_a_verdict() -> None:
    read = [path for path in files() if str(path).startswith(READ_BY_PEOPLE) and path.suffix in (".toml", ".html", ".js", ".py", ".md")]
    assert len(read) > 10
    assert [f"{path}: {found[0]}" for path in read if (found := VERDICTS.search((ROOT / path).read_text(encoding="utf-8")))] == []


@pytest.mark.parametrize("text", ["High Injury Risk", "injury_risk = 0.8", "Diagnosis: valgus", "Riesgo de lesión"])
def test_the_rule_sees(text: str) -> None:
    assert VERDICTS.search(text)
