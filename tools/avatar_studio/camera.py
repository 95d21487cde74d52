"""Points of the room -> pixels.

Refuses to know: what the points are.
"""

from dataclasses import dataclass

import numpy as np

from tools.avatar_studio.geometry import Array, unit


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole on a tripod.

    azimuth_deg: 0 in front of the figure, 90 at its left side. distance, height, target: m. fov_deg: along the
    longer side of the picture. roll_deg: a tripod that stands askew. width, height_px: of the picture.
    """

    azimuth_deg: float = 0.0
    distance: float = 3.0
    height: float = 1.15
    target: tuple[float, float, float] = (0.0, 0.0, 0.86)
    fov_deg: float = 50.0
    roll_deg: float = 0.0
    width: int = 320
    height_px: int = 426

    @property
    def position(self) -> Array:
        """(3,) m."""
        a = np.radians(self.azimuth_deg)
        x, y, _ = self.target
        return np.array([x + self.distance * np.cos(a), y + self.distance * np.sin(a), self.height])

    @property
    def axes(self) -> Array:
        """(3, 3) rows: right, down, away, in the room's axes."""
        away = unit(np.array(self.target) - self.position)
        right = unit(np.cross(away, [0, 0, 1]))
        up = np.cross(right, away)
        c, s = np.cos(np.radians(self.roll_deg)), np.sin(np.radians(self.roll_deg))
        return np.stack([c * right + s * up, -(c * up - s * right), away])

    @property
    def focal_px(self) -> float:
        """Focal length, px."""
        return float(max(self.width, self.height_px) / 2 / np.tan(np.radians(self.fov_deg / 2)))

    def seen(self, points: Array) -> Array:
        """Room points (..., 3) -> the camera's own axes (..., 3): x right, y down, z away, m."""
        return np.asarray((points - self.position) @ self.axes.T)

    def project(self, points: Array) -> Array:
        """Room points (..., 3) -> px (..., 2); points behind the camera land far outside the picture."""
        p = self.seen(points)
        depth = np.maximum(p[..., 2:], 0.05)
        return p[..., :2] / depth * self.focal_px + np.array([self.width, self.height_px]) / 2
