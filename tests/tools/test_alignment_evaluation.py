"""tools/evaluate alignment, on two of its cases."""

import pytest

from tools.evaluation import alignment
from tools.evaluation.__main__ import evaluate


def test_errors_are_told_beside_what_was_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "WORN", (("lunge", "shank"), ("bicep_curl", "watch")))
    monkeypatch.setattr(alignment, "ROUNDS", 1)
    result = evaluate("alignment", None)
    lunge, curl = result["cases"]
    assert (result["n_cases"], result["summary"]["told"]) == (2, 1.0)
    assert lunge["late_ms"] != curl["late_ms"]
    assert max(abs(lunge["error_ms"]), abs(curl["error_ms"])) < 60
    assert lunge["side"] == lunge["true_side"]
    assert lunge["heading_sd_deg"] is not None
    assert curl["heading_error_deg"] is None
