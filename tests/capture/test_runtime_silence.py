"""What runs the pose model tells nobody: no number of the machine's own, no store of events to be sent, no address looked up.

onnxruntime 1.31 does all of that unless it is told not to, before it is imported.
"""

import os
import subprocess
import sys
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

ROOT = Path(__file__).parents[2]
SEES = """
import sys, numpy as np
from edge.capture.camera.models import open_network
print(open_network("onnxruntime", sys.argv[1], "same", (0.0, 1.0), 1)(np.zeros((8, 8, 3), np.uint8))["out"].shape)
"""
COMPARES = """
import sys, pathlib
from edge import onnx_export
onnx_export.Reference = lambda network: None
print(onnx_export.disagreement(b"", pathlib.Path(sys.argv[1], "same.onnx").read_bytes(), []))
"""


@pytest.fixture
def network(tmp_path: Path) -> Path:
    """A folder with a network that gives what it gets."""
    image, out = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3, 8, 8]) for name in ("image", "out"))
    graph = helper.make_graph([helper.make_node("Identity", ["image"], ["out"])], "same", [image], [out])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), tmp_path / "same.onnx")
    return tmp_path


@pytest.mark.parametrize(
    "words", [["-c", SEES, "."], ["-c", COMPARES, "."], ["-m", "edge", "doctor", "--json"]], ids=["sees", "compares", "doctor"]
)
def test_the_runtime_leaves_nothing_behind_to_be_sent(words: list[str], network: Path, tmp_path: Path) -> None:
    places = {name: tmp_path / name.lower() for name in ("HOME", "TMPDIR", "EDGECOACH_STATE")}
    for place in places.values():
        place.mkdir()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ORT_", "XDG_"))}
    environment = {**clean, **{name: str(place) for name, place in places.items()}, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, *words], cwd=network, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in ended.stderr, ended.stderr
    assert ended.stdout
    assert [path for place in places.values() for path in place.rglob("*")] == []
