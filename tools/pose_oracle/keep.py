"""A clip -> what the mediapipe package says of its frames, in a file, for a test on machines that lack the package.

    python -m tools.pose_oracle.keep CLIP OUT.npz       (after tools/oracle --setup)

Refuses to know: our own BlazePose.
"""

import sys
from pathlib import Path

import numpy as np

from tools.pose_oracle.clip import blocks
from tools.pose_oracle.package import Package

FRAMES = 24


def main() -> None:
    clip, kept = map(Path, sys.argv[1:])
    package = Package(smooth=False)
    answers = [answer for block in blocks(clip, FRAMES) for answer in package.process(block)]
    package.close()
    found = [answer for answer in answers if answer is not None]
    if len(found) < len(answers):
        sys.exit(f"the package sees nobody in {len(answers) - len(found)} frames of {clip}: name another clip")
    np.savez_compressed(
        kept, region=np.array([one.region for one in found], np.float32), image=np.array([one.image for one in found], np.float32)
    )


if __name__ == "__main__":
    main()
