"""tools/evaluate continuity on a folder with a clip and a file that is none."""

import shutil
from pathlib import Path

import pytest

from edge.errors import InputError
from tools.evaluation.continuity import continuity

SQUATS = Path(__file__).parents[1] / "capture" / "data" / "avatar_squat_side.mp4"


@pytest.mark.weights
def test_a_clip_without_labels_is_judged_and_a_bad_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "clips" / "below"
    folder.mkdir(parents=True)
    shutil.copy(SQUATS, folder / "a.mp4")
    (folder / "b.mp4").write_text("no video\n")
    told = continuity(tmp_path / "clips")
    summary = told["summary"]
    assert (summary["clips_read"], summary["angle_wraps"], summary["side_swaps"]) == (1, 0, 0)
    assert summary["body_frames"] > 150
    assert summary["known_share"] > 0.3
    assert [case["file"] for case in told["cases"]] == ["below/a.mp4", "below/b.mp4"]
    assert told["cases"][1]["problem"]


def test_a_folder_without_clips_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no video"):
        continuity(tmp_path)
