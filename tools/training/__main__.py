"""`tools/train`: rendered clips -> a network of models/, and its figures for the card beside it.

Refuses to know: what a network is made of.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from edge.errors import EdgeError, InputError
from edge.weights import sha256
from tools.body_speed import TRAIN
from tools.training.examples import examples

OUT = Path(__file__).parents[2] / "models" / "landmark_errors.npz"
WITHOUT_TORCH = "make one: python3 -m venv .cache/train && .cache/train/bin/pip install torch numpy"
EXAMPLES = """examples:
  tools/avatar population A --count 80 --seed 20000 --idle 8 --fps 15 --anywhere
  tools/avatar population B --count 40 --seed 7600
  tools/train landmark_errors A B
"""


def main() -> None:
    options = argparse.ArgumentParser(
        prog="tools/train", description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("network", choices=["landmark_errors"], help="how far off the pose model's landmarks are")
    options.add_argument("clips", nargs="+", type=Path, metavar="DIR", help="folders of `tools/avatar population DIR`")
    options.add_argument("--out", type=Path, default=OUT, metavar="FILE", help="default models/landmark_errors.npz")
    options.add_argument("--torch", type=Path, default=TRAIN, metavar="PYTHON", help="has torch (default .cache/train/bin/python)")
    chosen = options.parse_args()
    try:
        _train(chosen.clips, chosen.out, chosen.torch)
    except EdgeError as error:
        sys.exit(f"tools/train: {error}")


def _train(clips: list[Path], out: Path, torch: Path) -> None:
    if not torch.exists():
        raise InputError(f"{torch} is no interpreter with torch", WITHOUT_TORCH)
    with tempfile.TemporaryDirectory() as folder:
        case, network = Path(folder) / "examples.npz", Path(folder) / "network.npz"
        np.savez(case, **asdict(examples(clips)))
        if subprocess.run([torch, Path(__file__).with_name("network.py"), case, network], check=False).returncode:
            raise EdgeError("the network was not trained", "torch says why above")
        content = network.read_bytes()
    out.write_bytes(content)
    print(f'wrote {out}; into models/manifest.toml belongs: sha256 = "{sha256(content)}"', file=sys.stderr)


if __name__ == "__main__":
    main()
