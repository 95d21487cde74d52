"""A body and its movement -> the moments of its joints by a plain Newton-Euler in torch, whose Jacobians torch.func.jacrev finds.

What one writes first in a learning framework, to know what a rigid-body library is worth. Runs under any interpreter that has torch and
numpy, as a file of its own. Refuses to know: the product; everything comes in one .npz, and one JSON object goes out.
How it is used: tools/bench body --torch PYTHON
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.func import jacrev, jvp, vmap

Tensor = Any
REPEATS = 3
BASIS = {
    "X": [[[1, 0, 0], [0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 1, 0], [0, 0, 1]], [[0, 0, 0], [0, 0, -1], [0, 1, 0]]],
    "Y": [[[0, 0, 0], [0, 1, 0], [0, 0, 0]], [[1, 0, 0], [0, 0, 0], [0, 0, 1]], [[0, 0, 1], [0, 0, 0], [-1, 0, 0]]],
    "Z": [[[0, 0, 0], [0, 0, 0], [0, 0, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 0]], [[0, -1, 0], [1, 0, 0], [0, 0, 0]]],
}
"""A turn about an axis is the first of these matrices, plus the second times its cosine, plus the third times its sine."""


class Body:
    """The segments as tensors, in double precision."""

    def __init__(self, case: dict[str, Any]) -> None:
        self.parents, self.axes = case["parents"].tolist(), case["axes"].tolist()
        self.offsets, self.centres, self.masses, self.inertias = (
            torch.from_numpy(case[name]) for name in ("offsets", "centres", "masses", "inertias")
        )
        self.gravity = torch.from_numpy(case["gravity"])
        self._basis = {axis: torch.tensor(parts, dtype=torch.float64) for axis, parts in BASIS.items()}

    def placed(self, q: Tensor) -> tuple[Tensor, Tensor]:
        """(47,) -> centres of mass (18, 3) and rotations (18, 3, 3) of the segments."""
        turns: list[Tensor] = []
        places: list[Tensor] = []
        centres: list[Tensor] = []
        at = 3
        for i, (parent, axes) in enumerate(zip(self.parents, self.axes, strict=True)):
            turn = torch.eye(3, dtype=q.dtype) if parent < 0 else turns[parent]
            place = q[:3] if parent < 0 else places[parent] + turn @ self.offsets[i]
            for axis in axes:
                still, cosine, sine = self._basis[axis]
                turn = turn @ (still + cosine * torch.cos(q[at]) + sine * torch.sin(q[at]))
                at += 1
            turns.append(turn)
            places.append(place)
            centres.append(place + turn @ self.centres[i])
        return torch.stack(centres), torch.stack(turns)

    def jacobian(self, q: Tensor) -> Tensor:
        """(18, 6, 47): velocity of each centre and angular velocity of each segment, per rate of each degree of freedom."""
        centres, turns = jacrev(self.placed)(q)
        spin = torch.einsum("iabk,icb->iack", turns, self.placed(q)[1])
        return torch.cat([centres, torch.stack([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]], 1)], 1)

    def moments(self, q: Tensor, rates: Tensor, accelerations: Tensor) -> Tensor:
        """(47,) each: what every degree of freedom must give."""
        jacobian, change = jvp(self.jacobian, (q,), (rates,))
        velocity, acceleration = jacobian @ rates, jacobian @ accelerations + change @ rates
        turns = self.placed(q)[1]
        inertias = turns @ self.inertias @ turns.transpose(-1, -2)
        force = self.masses[:, None] * (acceleration[:, :3] - self.gravity)
        spin = velocity[:, 3:]
        moment = (inertias @ acceleration[:, 3:, None])[..., 0] + torch.linalg.cross(spin, (inertias @ spin[..., None])[..., 0])
        return torch.einsum("ick,ic->k", jacobian, torch.cat([force, moment], 1))


def main(path: Path) -> None:
    """Prints {jacrev_batch_ms, jacrev_frame_ms, jacrev_error_nm}."""
    torch.set_num_threads(1)
    with np.load(path) as kept:
        case = {name: kept[name] for name in kept.files}
    body = Body(case)
    movement = [torch.from_numpy(case[name]) for name in ("angles", "rates", "accelerations")]
    batch = vmap(body.moments)
    error = float((batch(*movement) - torch.from_numpy(case["expected"])).abs().max())
    one = [part[0] for part in movement]
    measured = {
        "jacrev_batch_ms": _ms(lambda: batch(*movement)),
        "jacrev_frame_ms": _ms(lambda: body.moments(*one)),
        "jacrev_error_nm": error,
        "torch": torch.__version__,
    }
    print(json.dumps(measured))


def _ms(work: Callable[[], object]) -> float:
    """The fastest of a few, in processor time."""
    took = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return round(1000.0 * min(took), 3)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
