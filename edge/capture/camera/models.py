"""A network in a file and a picture -> named arrays, on the runtime that suits the machine.

Refuses to know: what the network is for. Runs under Python 3.6; a runtime is imported when one of its networks is opened.
"""

import os
import platform
from typing import Callable, Dict, Tuple

import cv2
import numpy as np

from edge.capture.camera.detector import Infer
from edge.capture.camera.large_pages import large_pages
from edge.capture.camera.wire import FAULT, CameraFailure

RUNTIMES = ("auto", "onnxruntime", "litert", "mediapipe")
SILENT = "ORT_DISABLE_TELEMETRY"
"""Unless this is set before it is imported, onnxruntime (1.31) gives the machine a number and sends its makers what runs here."""
FETCH = "run `edgecoach models fetch`"


def chosen(runtime: str) -> str:
    """`auto` resolved: LiteRT is quicker on ARM, onnxruntime on x86-64."""
    if runtime != "auto":
        return runtime
    return "litert" if platform.machine().lower() in ("aarch64", "arm64", "armv7l") else "onnxruntime"


def open_network(runtime: str, models_dir: str, name: str, levels: Tuple[float, float], threads: int) -> Infer:
    """The network `name` of a models directory, ready to compute.

    runtime: onnxruntime or litert. levels: what the network was trained to see as black and white. threads: processors it may use.
    Raises CameraFailure where the file or the runtime is missing.
    """
    if runtime not in _NETWORKS:
        raise CameraFailure(FAULT, f"no pose model runs on {runtime!r}", "choose one of " + ", ".join(RUNTIMES))
    kind, ending = _NETWORKS[runtime]
    path = os.path.join(models_dir, name + ending)
    if not os.path.isfile(path):
        raise CameraFailure(FAULT, f"the model {name + ending} is missing from {models_dir}", FETCH)
    try:
        with large_pages():
            network = kind(path, levels, threads)
            network(np.zeros((network.side, network.side, 3), np.uint8))
        return network
    except ImportError as error:
        raise CameraFailure(FAULT, f"the runtime {runtime} is not installed ({error})", "install it or choose another runtime") from error
    except (RuntimeError, ValueError) as error:
        raise CameraFailure(FAULT, f"the model {path} cannot be read", FETCH) from error


def _tones(levels: Tuple[float, float]) -> np.ndarray:
    """(256,) float32: what the network sees for each value of a picture's byte.

    Rounded once, after scale and shift, as MediaPipe's converter does with its fused multiply-add.
    """
    scale = float(np.float32((levels[1] - levels[0]) / 255.0))
    return np.asarray((np.arange(256) * scale + levels[0]).astype(np.float32))


class Network:
    """What computes a square picture of `side` px."""

    side: int

    def __call__(self, image: np.ndarray) -> Dict[str, np.ndarray]:
        """The outputs by name, of a (side, side, 3) uint8 picture."""
        raise NotImplementedError


class OnnxNetwork(Network):
    """An ONNX graph (input 1x3xSxS float32) on onnxruntime."""

    def __init__(self, path: str, levels: Tuple[float, float], threads: int) -> None:
        os.environ[SILENT] = "1"
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # A spinning worker would take the other processors from the rest of the box between two frames.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its exceptions share no public base class
            raise ValueError(str(error)) from error
        self._input = self._session.get_inputs()[0].name
        self._outputs = [output.name for output in self._session.get_outputs()]
        self._tones = _tones(levels)
        self._tensor = np.empty(self._session.get_inputs()[0].shape, np.float32)
        self.side = int(self._tensor.shape[2])

    def __call__(self, image: np.ndarray) -> Dict[str, np.ndarray]:
        for plane, channel in zip(self._tensor[0], cv2.split(image)):
            cv2.LUT(channel, self._tones, dst=plane)
        return dict(zip(self._outputs, self._session.run(self._outputs, {self._input: self._tensor})))


class LiteRtNetwork(Network):
    """A .tflite graph (input 1xSxSx3 float32) on LiteRT; pictures among its outputs come channels first, as from the others."""

    def __init__(self, path: str, levels: Tuple[float, float], threads: int) -> None:
        from ai_edge_litert.interpreter import Interpreter

        self._interpreter = Interpreter(model_path=path, num_threads=threads)
        self._interpreter.allocate_tensors()
        taken = self._interpreter.get_input_details()[0]
        self._input, self.side = taken["index"], int(taken["shape"][1])
        self._outputs = [(output["name"], output["index"]) for output in self._interpreter.get_output_details()]
        self._tones = _tones(levels)

    def __call__(self, image: np.ndarray) -> Dict[str, np.ndarray]:
        self._interpreter.set_tensor(self._input, cv2.LUT(image, self._tones)[None])
        self._interpreter.invoke()
        return {name: self._channels_first(self._interpreter.get_tensor(index)) for name, index in self._outputs}

    @staticmethod
    def _channels_first(tensor: np.ndarray) -> np.ndarray:
        return tensor.transpose(0, 3, 1, 2) if tensor.ndim == 4 else tensor


_NETWORKS: Dict[str, Tuple[Callable[[str, Tuple[float, float], int], Network], str]] = {
    "onnxruntime": (OnnxNetwork, ".onnx"),
    "litert": (LiteRtNetwork, ".tflite"),
}
