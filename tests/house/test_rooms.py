"""Who may import whom (DESIGN section 1)."""

from collections.abc import Iterator

import pytest

from tests.house.source import Module, imports, is_standard, modules, within

ROOMS = ("capture", "estimate", "judge", "respond", "store", "web")
JOINERS = (
    "__main__", "application", "assembly", "camera_choice", "commands", "companions", "daemon", "front", "lessons", "live", "pipeline",
    "replay", "revisit", "senses", "sittings",
)  # fmt: skip
"""They wire rooms together; everything else directly in edge/ is the ground floor."""
THINKING = ("edge.estimate", "edge.judge", "edge.respond.cues")
CAMERA = "edge.capture.camera"
CAMERA_LIBRARIES = ("numpy", "cv2", "gi", "picamera2", "libcamera", "onnxruntime", "ai_edge_litert", "tensorrt", "pycuda", "mediapipe")


def place(name: str) -> str:
    """Where in the house `edge.x.y` lies: a room, a joiner or the ground floor."""
    part = name.split(".")[1] if "." in name else ""
    return part if part in ROOMS + JOINERS else "ground"


def may_import(module: str, wanted: str) -> bool:
    """Whether one module of edge may import another."""
    here, there = place(module), place(wanted)
    if within(module, CAMERA):
        return within(wanted, CAMERA)
    if here == "pipeline":
        return there == "ground" or within(wanted, *THINKING)
    if here == "assembly":
        return there in ("ground", "pipeline") or within(wanted, "edge.estimate", "edge.judge", "edge.respond")
    if here in JOINERS:
        return True
    return there in ("ground", here)


def trespasses(found: Module) -> Iterator[str]:
    for wanted, line in imports(found):
        if within(wanted, "edge") and not may_import(found.name, wanted):
            yield f"{found.name}:{line} ({place(found.name)}) imports {wanted} ({place(wanted)})"
        if within(found.name, CAMERA) and not (within(wanted, "edge", *CAMERA_LIBRARIES) or is_standard(wanted)):
            yield f"{found.name}:{line} imports {wanted}, which a board's own interpreter has not got"


def test_no_room_imports_another_room() -> None:
    assert [line for module in modules() for line in trespasses(module)] == []


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("edge.judge.reps", "from edge.judge.form import check", True),
        ("edge.judge.reps", "from edge.messages import Rep", True),
        ("edge.judge.reps", "from edge.estimate.skeleton import ANGLE_NAMES", False),
        ("edge.judge.reps", "from edge import pipeline", False),
        ("edge.web.server", "def serve() -> None:\n    import edge.store.sessions", False),
        ("edge.weights", "import edge.capture.camera.models", False),
        ("edge.pipeline", "from edge.respond import cues", True),
        ("edge.pipeline", "from edge.respond.audio import Audio", False),
        ("edge.pipeline", "import edge.store", False),
        ("edge.assembly", "from edge.pipeline import Pipeline", True),
        ("edge.assembly", "from edge.web.server import serve", False),
        ("edge.daemon", "from edge.web.server import serve", True),
        ("edge.capture.pose", "from edge.capture.camera.wire import decode", True),
        ("edge.capture.camera.wire", "from edge.errors import EdgeError", False),
        ("edge.capture.camera.wire", "from edge.capture.pose import Poses", False),
        ("edge.capture.camera.wire", "import struct, numpy", True),
        ("edge.capture.camera.wire", "import scipy", False),
    ],
)
def test_the_rule_sees(name: str, text: str, allowed: bool) -> None:
    assert (list(trespasses(Module(name, text))) == []) is allowed


@pytest.mark.parametrize("name", ["edge", "edge.capture", "edge.capture.camera"])
def test_packages_above_the_camera_are_empty(name: str) -> None:
    """So that the camera process also runs as plain files under a board's own interpreter."""
    (package,) = (module for module in modules() if module.name == name)
    assert package.package
    assert package.text.strip() == ""
