"""Examples of what the pose model drew -> a network that says how far off it is, and how good it is on others.

Runs under any interpreter that has torch and numpy, as a file of its own: EXAMPLES.npz and NETWORK.npz are its arguments, one JSON object
goes out. Others are people in sixths, then exercises in sevenths: each part is judged by a network that was trained on the rest.
Refuses to know: the product, clips.
"""

import json
import sys
from typing import Any

import numpy as np
import torch

Array = Any
HIDDEN, DROPOUT = (256, 128), 0.15
EPOCHS, BATCH = 14, 256
FASTEST, DECAY = 2e-3, 0.02
SHAKEN = 0.03
"""Noise on what is read, in standard deviations of it."""
HUBER_M = 0.03
DEPTH_WORTH, ASTRAY_WORTH = 30.0, 0.3
LEAST_LOG, USUAL_LOG = -5.0, -3.3
"""Of how far astray a landmark is, in lengths of a trunk and a leg."""
WORST = 0.02
"""Of all landmarks: how far off are these, once by the network and once by the pose model's own visibility?"""
SEED = 1
PEOPLE, EXERCISES = 6, 7


def train(read: Array, away: Array, astray: Array) -> tuple[Array, Array, Any]:
    """read: (n, inputs). away, astray: (n, k). Mean and spread of what is read, and the network."""
    torch.manual_seed(SEED)
    mean, spread = read.mean(axis=0), read.std(axis=0) + 1e-2
    x, y, off = torch.from_numpy((read - mean) / spread), torch.from_numpy(away), torch.from_numpy(astray)
    network = _network(x.shape[1], y.shape[1])
    optimizer = torch.optim.AdamW(network.parameters(), lr=FASTEST, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimizer, FASTEST, total_steps=EPOCHS * -(-len(x) // BATCH))
    for _ in range(EPOCHS):
        for some in torch.randperm(len(x)).split(BATCH):
            shaken = x[some] + SHAKEN * torch.randn(len(some), x.shape[1])
            loss = _loss(network(shaken), y[some], off[some])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            pace.step()
    return mean, spread, network.eval()


def _network(inputs: int, landmarks: int) -> Any:
    layers: list[Any] = []
    for size in HIDDEN:
        layers += [torch.nn.Linear(inputs, size), torch.nn.ReLU(), torch.nn.Dropout(DROPOUT)]
        inputs = size
    last = torch.nn.Linear(inputs, 2 * landmarks)
    with torch.no_grad():
        last.bias[landmarks:] = USUAL_LOG
    return torch.nn.Sequential(*layers, last)


def _loss(told: Any, away: Any, astray: Any) -> Any:
    """Huber's of depth, where it is known; of how far astray, the likelihood of an exponential distribution."""
    depth, logarithm = told.chunk(2, dim=1)
    logarithm = logarithm.clamp(LEAST_LOG, 0.0)
    known = torch.isfinite(away)
    of_depth = torch.nn.functional.smooth_l1_loss(depth[known], away[known], beta=HUBER_M) if known.any() else 0.0
    return DEPTH_WORTH * of_depth + ASTRAY_WORTH * (astray / logarithm.exp() + logarithm).mean()


def told(case: dict[str, Array], group: Array) -> tuple[Array, Array]:
    """(n, k) depth and (n, k) how far astray of each moment, by a network that has seen no other of its group."""
    read, away, astray = (case[name] for name in ("read", "away", "astray"))
    found = np.empty((len(read), 2 * away.shape[2]), np.float32)
    for one in np.unique(group):
        inside = group == one
        mean, spread, network = train(*(part[~inside].reshape(-1, part.shape[2]) for part in (read, away, astray)))
        with torch.no_grad():
            found[inside] = network(torch.from_numpy((read[inside, 0] - mean) / spread)).numpy()
    depth, logarithm = np.split(found, 2, axis=1)
    return depth, np.exp(logarithm)


def figures(case: dict[str, Array], group: Array) -> dict[str, Any]:
    """What is left of the depth's error by view, cm; how far off those landmarks are that are doubted most, in 100ths of trunk and leg."""
    depth, astray = told(case, group)
    off = case["astray"][:, 0]
    return {
        "depth_cm": _by_view(case["away"][:, 0] - depth, case["view"]),
        "astray_most_doubted": _worst(off, astray),
        "astray_least_visible": _worst(off, -case["read"][:, 0, 5 * off.shape[1] : 6 * off.shape[1]]),
        "astray_all": round(100.0 * float(off.mean()), 1),
    }


def _worst(off: Array, by: Array) -> float:
    return round(100.0 * float(off[by >= np.quantile(by, 1.0 - WORST)].mean()), 1)


def _by_view(errors: Array, view: Array) -> dict[str, float]:
    """Mean absolute, cm."""
    return {str(name): round(100.0 * float(np.nanmean(np.abs(errors[view == name]))), 2) for name in np.unique(view)}


def _grouped(names: Array, count: int) -> Array:
    """Each of them in one of so many groups, by lot."""
    found, places = np.unique(names, return_inverse=True)
    return np.random.default_rng(SEED).permutation(len(found))[places] % count


def main() -> None:
    torch.set_num_threads(1)  # the same figures on every machine
    arrays = np.load(sys.argv[1])
    case = {name: arrays[name].astype(np.float32) if arrays[name].dtype.kind == "f" else arrays[name] for name in arrays.files}
    found = {
        "moments": len(case["read"]), "clips": len(np.unique(case["person"])), "exercises": len(np.unique(case["exercise"])),
        "drawn_depth_cm": _by_view(case["away"][:, 0], case["view"]),
        "other_people": figures(case, _grouped(case["person"], PEOPLE)),
        "other_exercises": figures(case, _grouped(case["exercise"], EXERCISES)),
    }  # fmt: skip
    mean, spread, network = train(*(case[name].reshape(-1, case[name].shape[2]) for name in ("read", "away", "astray")))
    linear = [layer for layer in network if isinstance(layer, torch.nn.Linear)]
    layers = {f"{name}{i}": getattr(layer, name).detach().numpy().T for i, layer in enumerate(linear) for name in ("weight", "bias")}
    np.savez_compressed(sys.argv[2], mean=mean, spread=spread, **layers)
    json.dump(found, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
