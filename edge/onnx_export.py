"""A .tflite network -> the same network as ONNX, channels first, constants in float32; and how far the two disagree.

Knows the 14 kinds of operation that BlazePose is made of and refuses any other.
Refuses to know: where files live, what the outputs mean.
"""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import helper, numpy_helper

from edge.tflite import Network, Operation, Reference, Tensor

OPSET = 11
"""Old enough for the TensorRT 8.2 of JetPack 4."""
_IR = 7
_SAME = 0
"""schema.fbs Padding.SAME."""
_NHWC_TO_NCHW = (0, 3, 1, 2)


def convert(data: bytes) -> bytes:
    """The ONNX file of a .tflite file. Input `image`, 1 x 3 x S x S; outputs keep their names. Raises ValueError for unknown operations."""
    network = Network(data)
    build = _Builder(network, _unpacked(network, data))
    for operation in network.operations():
        build.add(operation)
    model = build.model()
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _unpacked(network: Network, data: bytes) -> dict[int, Tensor]:
    """Values of the sparsely stored constants, which LiteRT unpacks."""
    sparse = [operation.outputs[0] for operation in network.operations() if operation.kind == "DENSIFY"]
    if not sparse:
        return {}
    reference = Reference(data)
    reference.run(np.zeros(network.shape(network.inputs[0]), np.float32))
    return {tensor: reference.tensor(tensor) for tensor in sparse}


class _Builder:
    """Collects ONNX nodes; each method named after an operation writes that one."""

    def __init__(self, network: Network, unpacked: dict[int, Tensor]) -> None:
        self._network = network
        self._constants = unpacked
        self._nodes: list[onnx.NodeProto] = []
        self._stored: list[onnx.TensorProto] = []
        self._names = {network.inputs[0]: "image"} | {tensor: network.name(tensor) for tensor in network.outputs}
        self._pads: dict[int, tuple[int, Tensor]] = {}
        self._enlarged: dict[int, Operation] = {}
        self._write: dict[str, Callable[[Operation], None]] = {
            "CONV_2D": self._convolution,
            "DEPTHWISE_CONV_2D": self._convolution,
            "DENSIFY": lambda operation: None,
            "DEQUANTIZE": self._dequantize,
            "ADD": self._add,
            "PAD": self._pad,
            "MAX_POOL_2D": self._max_pool,
            "RESIZE_BILINEAR": self._resize,
            "DEPTH_TO_SPACE": self._depth_to_space,
            "RESHAPE": self._reshape,
            "CONCATENATION": self._concatenate,
            "LOGISTIC": self._logistic,
        }

    def add(self, operation: Operation) -> None:
        if operation.kind not in self._write:
            raise ValueError(f"the operation {operation.kind} is not known to the converter")
        self._write[operation.kind](operation)

    def model(self) -> onnx.ModelProto:
        """Everything collected, as one checked graph."""
        network = self._network
        image = helper.make_tensor_value_info("image", onnx.TensorProto.FLOAT, self._shape(network.inputs[0]))
        outputs = [helper.make_tensor_value_info(network.name(t), onnx.TensorProto.FLOAT, self._shape(t)) for t in network.outputs]
        graph = helper.make_graph(self._nodes, "edgecoach", [image], outputs, self._stored)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="edgecoach", ir_version=_IR)
        return onnx.shape_inference.infer_shapes(model)

    def _shape(self, tensor: int) -> list[int]:
        """Of a tensor in ONNX's order: pictures channels first."""
        shape = self._network.shape(tensor)
        return [shape[axis] for axis in _NHWC_TO_NCHW] if len(shape) == 4 else list(shape)

    def _constant(self, tensor: int) -> Tensor:
        if tensor not in self._constants:
            stored = self._network.constant(tensor)
            if stored is None:
                raise ValueError(f"the tensor {self._network.name(tensor)} has no stored value")
            self._constants[tensor] = stored
        return self._constants[tensor]

    def _store(self, values: npt.ArrayLike) -> str:
        name = f"constant_{len(self._stored)}"
        self._stored.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: int, **attributes: Any) -> None:
        """A node whose result is the .tflite tensor `output`."""
        name = self._names.setdefault(output, f"tensor_{output}")
        self._nodes.append(helper.make_node(kind, inputs, [name], **attributes))

    def _activated(self, operation: Operation, kind: str, inputs: list[str], **attributes: Any) -> None:
        """A node followed by the activation that .tflite fuses into it (none, RELU or RELU6)."""
        activation, output = operation.options.fusedActivationFunction, operation.outputs[0]
        if activation == 0:
            self._node(kind, inputs, output, **attributes)
            return
        before = f"before_activation_{output}"
        self._nodes.append(helper.make_node(kind, inputs, [before], **attributes))
        if activation == 1:
            self._node("Relu", [before], output)
        elif activation == 3:
            self._node("Clip", [before, self._store(np.float32(0.0)), self._store(np.float32(6.0))], output)
        else:
            raise ValueError(f"the activation {activation} of {operation.kind} is not known to the converter")

    def _dequantize(self, operation: Operation) -> None:
        self._constants[operation.outputs[0]] = self._constant(operation.inputs[0]).astype(np.float32)

    def _convolution(self, operation: Operation) -> None:
        picture, kernel, bias = operation.inputs
        picture, extra = self._pads.get(picture, (picture, np.zeros((2, 2), int)))
        depthwise = operation.kind == "DEPTHWISE_CONV_2D"
        weights = self._constant(kernel).transpose((3, 0, 1, 2) if depthwise else _NHWC_TO_NCHW)
        strides = (operation.options.strideH, operation.options.strideW)
        pads = self._same_pads(operation, picture, weights.shape[2:], strides) + extra
        enlargement = self._enlarged.get(picture)
        source = enlargement.inputs[0] if enlargement else picture
        inputs = [self._names[source], self._store(weights), self._store(self._constant(bias))]
        attributes: dict[str, Any] = {
            "kernel_shape": list(weights.shape[2:]),
            "strides": list(strides),
            "pads": pads.T.reshape(-1).tolist(),
            "group": self._network.shape(picture)[3] if depthwise else 1,
        }
        if enlargement is None:
            self._activated(operation, "Conv", inputs, **attributes)
            return
        small = f"before_enlarging_{operation.outputs[0]}"
        self._nodes.append(helper.make_node("Conv", inputs, [small], **attributes))
        self._activated(operation, "Resize", [small, *self._scales(enlargement)], **_interpolation(enlargement))

    def _same_pads(self, operation: Operation, picture: int, kernel: tuple[int, ...], strides: tuple[int, int]) -> Tensor:
        """(2, 2) before and after, vertically and horizontally: TensorFlow puts the odd one after."""
        if operation.options.padding != _SAME:
            return np.zeros((2, 2), int)
        rows = []
        for size, reach, stride in zip(self._network.shape(picture)[1:3], kernel, strides, strict=True):
            missing = max((-(-size // stride) - 1) * stride + reach - size, 0)
            rows.append((missing // 2, missing - missing // 2))
        return np.array(rows)

    def _pad(self, operation: Operation) -> None:
        """Of the picture's edges: done by the convolution that follows. Of its channels: a node."""
        pads = self._constant(operation.inputs[1]).reshape(-1, 2)
        if not pads[[0, 3]].any() and self._feeds_only_convolutions(operation.outputs[0]):
            self._pads[operation.outputs[0]] = (operation.inputs[0], pads[1:3])
            return
        order = pads[list(_NHWC_TO_NCHW)]
        self._node("Pad", [self._names[operation.inputs[0]], self._store(order.T.reshape(-1).astype(np.int64))], operation.outputs[0])

    def _feeds_only_convolutions(self, tensor: int) -> bool:
        users = [operation.kind for operation in self._network.operations() if tensor in operation.inputs]
        return all(kind.endswith("CONV_2D") for kind in users)

    def _add(self, operation: Operation) -> None:
        self._activated(operation, "Add", [self._operand(tensor) for tensor in operation.inputs])

    def _operand(self, tensor: int) -> str:
        if tensor in self._names:
            return self._names[tensor]
        values = self._constant(tensor)
        return self._store(values.transpose(_NHWC_TO_NCHW) if values.ndim == 4 else values.reshape(1, -1, 1, 1))

    def _max_pool(self, operation: Operation) -> None:
        options = operation.options
        kernel, strides = (options.filterHeight, options.filterWidth), (options.strideH, options.strideW)
        pads = self._same_pads(operation, operation.inputs[0], kernel, strides).T.reshape(-1).tolist()
        self._activated(
            operation, "MaxPool", [self._names[operation.inputs[0]]], kernel_shape=list(kernel), strides=list(strides), pads=pads
        )

    def _resize(self, operation: Operation) -> None:
        """After the 1 x 1 convolution that reads it, where only one does: the two commute, and a quarter of the points is less work."""
        if self._feeds_one_pointwise_convolution(operation.outputs[0]):
            self._enlarged[operation.outputs[0]] = operation
            return
        inputs = [self._names[operation.inputs[0]], *self._scales(operation)]
        self._node("Resize", inputs, operation.outputs[0], **_interpolation(operation))

    def _feeds_one_pointwise_convolution(self, tensor: int) -> bool:
        users = [operation for operation in self._network.operations() if tensor in operation.inputs]
        if len(users) != 1 or users[0].kind != "CONV_2D" or tensor in self._network.outputs:
            return False
        options, kernel = users[0].options, self._network.shape(users[0].inputs[1])
        return (options.strideH, options.strideW, *kernel[1:3]) == (1, 1, 1, 1)

    def _scales(self, resize: Operation) -> list[str]:
        """Names of the two further inputs of a Resize: no region, and how much larger its output is."""
        before, after = self._shape(resize.inputs[0]), self._shape(resize.outputs[0])
        return [self._store(np.zeros(0, np.float32)), self._store(np.array(after, np.float32) / np.array(before, np.float32))]

    def _depth_to_space(self, operation: Operation) -> None:
        """Blocks of channels to blocks of the picture, as two exchanges of two axes: quicker than onnxruntime's own node for it."""
        source, target, block = operation.inputs[0], operation.outputs[0], operation.options.blockSize
        _, channels, rows, columns = self._shape(target)
        rows, columns = rows // block, columns // block
        across = self._exchanged(self._names[source], (block, block, channels * rows * columns), (0, 2, 1))
        down = self._exchanged(across, (block, channels * rows, columns * block), (1, 0, 2))
        self._node("Reshape", [down, self._store(np.array(self._shape(target), np.int64))], target)

    def _exchanged(self, name: str, shape: tuple[int, ...], axes: tuple[int, ...]) -> str:
        """The name of that tensor, seen in that shape, with its axes in that order."""
        seen, exchanged = f"{name}_{shape[-1]}", f"{name}_{shape[-1]}_exchanged"
        self._nodes.append(helper.make_node("Reshape", [name, self._store(np.array(shape, np.int64))], [seen]))
        self._nodes.append(helper.make_node("Transpose", [seen], [exchanged], perm=list(axes)))
        return exchanged

    def _reshape(self, operation: Operation) -> None:
        source, target = operation.inputs[0], operation.outputs[0]
        name = self._names[source]
        shape = self._network.shape(source)
        if len(shape) == 4 and shape[1:3] != (1, 1):
            self._nodes.append(helper.make_node("Transpose", [name], [f"{name}_channels_last"], perm=[0, 2, 3, 1]))
            name = f"{name}_channels_last"
        self._node("Reshape", [name, self._store(np.array(self._network.shape(target), np.int64))], target)

    def _concatenate(self, operation: Operation) -> None:
        rank = len(self._network.shape(operation.outputs[0]))
        axis = operation.options.axis % rank
        axis = _NHWC_TO_NCHW.index(axis) if rank == 4 else axis
        self._activated(operation, "Concat", [self._names[tensor] for tensor in operation.inputs], axis=axis)

    def _logistic(self, operation: Operation) -> None:
        self._node("Sigmoid", [self._names[operation.inputs[0]]], operation.outputs[0])


def _interpolation(resize: Operation) -> dict[str, str]:
    """How a .tflite resize reads between the points, in ONNX's words."""
    options = resize.options
    mode = "align_corners" if options.alignCorners else "half_pixel" if options.halfPixelCenters else "asymmetric"
    return {"mode": "linear", "coordinate_transformation_mode": mode}


def disagreement(tflite: bytes, exported: bytes, images: list[Tensor]) -> dict[str, float]:
    """The largest absolute difference of each output over some images (1, S, S, 3), in the output's own unit."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # else it sends its makers what runs here
    import onnxruntime

    reference = Reference(tflite)
    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    worst = dict.fromkeys(names, 0.0)
    for image in images:
        wanted = reference.run(image)
        for name, values in zip(names, session.run(names, {"image": image.transpose(_NHWC_TO_NCHW)}), strict=True):
            ours = values.transpose(0, 2, 3, 1) if values.ndim == 4 else values
            worst[name] = max(worst[name], float(np.abs(ours - wanted[name]).max()))
    return worst
