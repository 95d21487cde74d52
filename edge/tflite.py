"""A .tflite file -> its network: operations in order, constants as arrays; and the same file with unwanted outputs cut away.

Refuses to know: what the network is for, where files live, ONNX.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Tensor = npt.NDArray[Any]

_ELEMENTS = {0: np.float32, 1: np.float16, 2: np.int32}
"""schema.fbs TensorType -> element; BlazePose uses no others."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One step. kind: its name in schema.fbs (CONV_2D, ...); options: its flatbuffer table or None; inputs, outputs: tensor numbers."""

    kind: str
    options: Any
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]


class Network:
    """A parsed .tflite file with one graph."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the bytes are no .tflite file."""
        from ai_edge_litert import schema_py_generated as schema

        if data[4:8] != b"TFL3":
            raise ValueError("these bytes are no .tflite file")
        self._model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(bytearray(data), 0))
        self._graph = self._model.subgraphs[0]
        self._kinds = {number: kind for kind, number in vars(schema.BuiltinOperator).items() if isinstance(number, int)}

    @property
    def inputs(self) -> tuple[int, ...]:
        return tuple(map(int, self._graph.inputs))

    @property
    def outputs(self) -> tuple[int, ...]:
        return tuple(map(int, self._graph.outputs))

    def name(self, tensor: int) -> str:
        return str(self._graph.tensors[tensor].name.decode())

    def shape(self, tensor: int) -> tuple[int, ...]:
        shape = self._graph.tensors[tensor].shape
        return () if shape is None else tuple(map(int, shape))

    def operations(self) -> Iterator[Operation]:
        """In the order in which they are computed."""
        for step in self._graph.operators:
            code = self._model.operatorCodes[step.opcodeIndex]
            kind = self._kinds[max(code.builtinCode, code.deprecatedBuiltinCode)]
            yield Operation(kind, step.builtinOptions, tuple(map(int, step.inputs)), tuple(map(int, step.outputs)))

    def constant(self, tensor: int) -> Tensor | None:
        """The stored values of a tensor; None where it is computed or stored sparsely."""
        entry = self._graph.tensors[tensor]
        data = self._model.buffers[entry.buffer].data
        if data is None or entry.sparsity is not None:
            return None
        return np.frombuffer(bytes(data), _ELEMENTS[entry.type]).reshape(self.shape(tensor))

    def keep(self, outputs: Mapping[str, str]) -> None:
        """Drop every output that is not named, everything computed only for it, and rename the rest (old name -> new name)."""
        wanted = [tensor for tensor in self.outputs if self.name(tensor) in outputs]
        needed = set(wanted)
        steps = []
        for step in reversed(self._graph.operators):
            if needed.intersection(map(int, step.outputs)):
                needed.update(map(int, step.inputs))
                steps.append(step)
        self._graph.operators = steps[::-1]
        self._graph.outputs = wanted
        for tensor in wanted:
            self._graph.tensors[tensor].name = outputs[self.name(tensor)].encode()
        self._drop_buffers(needed)

    def _drop_buffers(self, needed: set[int]) -> None:
        used = {self._graph.tensors[tensor].buffer for tensor in needed if tensor >= 0}
        for number, buffer in enumerate(self._model.buffers):
            if number not in used:
                buffer.data = None
        # They name tensors that may be gone, and nothing of ours reads them.
        self._model.signatureDefs = self._model.metadata = self._model.metadataBuffer = None

    def to_bytes(self) -> bytes:
        """The file again."""
        import flatbuffers

        builder = flatbuffers.Builder(1 << 23)
        builder.Finish(self._model.Pack(builder), b"TFL3")
        return bytes(builder.Output())


class Reference:
    """A .tflite file run by LiteRT's plain kernels: what a conversion is measured against."""

    def __init__(self, data: bytes) -> None:
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        self._interpreter = Interpreter(
            model_content=data,
            experimental_preserve_all_tensors=True,
            experimental_op_resolver_type=OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        )
        self._interpreter.allocate_tensors()

    def run(self, image: Tensor) -> dict[str, Tensor]:
        """Outputs by name. image: of the input's shape."""
        self._interpreter.set_tensor(self._interpreter.get_input_details()[0]["index"], image)
        self._interpreter.invoke()
        return {output["name"]: self.tensor(output["index"]) for output in self._interpreter.get_output_details()}

    def tensor(self, number: int) -> Tensor:
        """Any tensor of the graph as the last run left it."""
        return np.array(self._interpreter.get_tensor(number))
