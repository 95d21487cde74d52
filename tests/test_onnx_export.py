"""Pruning and conversion, on the real networks and on made-up damage."""

from pathlib import Path

import numpy as np
import onnx
import pytest

from edge import fetch, weights
from edge.errors import EdgeError
from edge.onnx_export import convert, disagreement
from edge.tflite import Network, Reference

pytestmark = pytest.mark.weights
NETWORKS = {network.name: network for network in weights.manifest().networks}


@pytest.fixture(scope="module")
def folder() -> Path:
    try:
        return weights.checked_folder()
    except EdgeError as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", list(NETWORKS))
def test_the_converted_network_agrees_with_the_original(folder: Path, name: str) -> None:
    off = disagreement((folder / f"{name}.tflite").read_bytes(), (folder / f"{name}.onnx").read_bytes(), fetch.check_images(NETWORKS[name]))
    assert set(off) == set(NETWORKS[name].outputs.values())
    assert max(off.values()) <= fetch.TOLERANCE


@pytest.mark.parametrize("name", list(NETWORKS))
def test_conversion_gives_the_same_bytes_again(folder: Path, name: str) -> None:
    assert convert((folder / f"{name}.tflite").read_bytes()) == (folder / f"{name}.onnx").read_bytes()


def test_pictures_are_enlarged_after_the_convolution_that_reads_them(folder: Path) -> None:
    nodes = onnx.load(folder / "pose_detection.onnx").graph.node
    made_by = {name: node.op_type for node in nodes for name in node.output}
    assert [made_by[node.input[0]] for node in nodes if node.op_type == "Resize"] == ["Conv", "Conv"]


def test_a_wrong_conversion_would_be_noticed(folder: Path) -> None:
    """The comparison sees a network whose picture is one grey level brighter."""
    name = "pose_landmark_full"
    images = fetch.check_images(NETWORKS[name])
    tflite = (folder / f"{name}.tflite").read_bytes()
    reference = Reference(tflite)
    there, brighter = reference.run(images[0]), reference.run(images[0] + np.float32(1 / 255))
    assert np.abs(there["landmarks"] - brighter["landmarks"]).max() > 10 * fetch.TOLERANCE


def test_the_segmentation_is_gone_and_the_rest_is_named(folder: Path) -> None:
    network = Network((folder / "pose_landmark_full.tflite").read_bytes())
    assert sorted(map(network.name, network.outputs)) == ["heatmap", "landmarks", "score", "world"]
    assert all(network.shape(tensor) != (1, 256, 256, 1) for tensor in network.outputs)


def test_pruning_drops_what_only_the_dropped_output_needs(folder: Path) -> None:
    network = Network((folder / "pose_landmark_full.tflite").read_bytes())
    before = sum(1 for _ in network.operations())
    network.keep({"score": "score", "landmarks": "landmarks"})
    assert sum(1 for _ in network.operations()) < before - 10
    again = Network(network.to_bytes())
    assert sorted(map(again.name, again.outputs)) == ["landmarks", "score"]


def test_an_operation_that_is_not_known_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Network.operations

    def with_a_stranger(self: Network) -> object:
        for operation in real(self):
            yield type(operation)("TRANSPOSE_CONV", operation.options, operation.inputs, operation.outputs)

    monkeypatch.setattr(Network, "operations", with_a_stranger)
    with pytest.raises(ValueError, match="TRANSPOSE_CONV is not known"):
        convert((folder / "pose_landmark_full.tflite").read_bytes())


@pytest.mark.parametrize("damage", [b"", b"TFL3", b"PK\x03\x04" + bytes(100)])
def test_bytes_that_are_no_network_are_refused(damage: bytes) -> None:
    with pytest.raises(ValueError, match=r"no \.tflite file"):
        Network(damage)
