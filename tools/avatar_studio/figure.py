"""Joints of one frame -> the solids that make up a clothed person, and the few that stand for them in shadows.

Sizes were tuned by eye and by the pose model on a figure of the reference height.
Refuses to know: movement, light, cameras.
"""

from dataclasses import dataclass, fields

import numpy as np

from tools.avatar_studio.body import Body, Colour, Joints
from tools.avatar_studio.geometry import SIDES, Array, unit
from tools.avatar_studio.solids import CLOTH, FACE, GLOSS, HAIR, SKIN, THING, Solids

EYE_WHITE, IRIS, LIPS = (0.93, 0.92, 0.90), (0.10, 0.07, 0.05), (0.85, 0.58, 0.58)


def at_frame(joints: Joints, frame: int) -> Joints:
    """The joints of one frame, without the axis of frames."""
    return Joints(**{f.name: getattr(joints, f.name)[frame] for f in fields(Joints)})


def draw_person(solids: Solids, body: Body, joints: Joints) -> None:
    """Add a person to the solids; joints of one frame."""
    artist = _Artist(solids, body, joints)
    artist.trunk()
    artist.head()
    artist.hair()
    for side in (0, 1):
        artist.leg(side)
        artist.foot(side)
        artist.arm(side)
        artist.hand(side)


def draw_shadow(solids: Solids, body: Body, joints: Joints) -> None:
    """Add some twenty plain cones that throw the same shadow."""
    s, j, g = body.scale, joints, body.shape.girth
    grey = (0.5, 0.5, 0.5)
    chest, pelvis = j.chest_r, j.pelvis_r
    for sign in SIDES:
        hip = j.hip_centre + pelvis @ np.array([-0.02, 0.06 * sign, 0.02]) * s
        waist = j.lumbar + chest @ np.array([0, 0.05 * sign, 0.05]) * s
        ribs = j.shoulder_centre + chest @ np.array([0, 0.09 * sign, -0.06]) * s
        solids.cone(hip, waist, 0.085 * g * s, 0.080 * g * s, grey)
        solids.cone(waist, ribs, 0.080 * g * s, 0.075 * s, grey)
    solids.cone(j.head, j.neck, 0.085 * s, 0.05 * s, grey)
    for side in (0, 1):
        solids.cone(j.hip[side], j.knee[side], 0.075 * g * s, 0.048 * g * s, grey)
        solids.cone(j.knee[side], j.ankle[side], 0.046 * g * s, 0.030 * s, grey)
        solids.cone(j.heel[side] + [0, 0, 0.02 * s], j.toe[side] + [0, 0, 0.01 * s], 0.03 * s, 0.022 * s, grey)
        solids.cone(j.shoulder[side], j.elbow[side], 0.042 * s, 0.032 * s, grey)
        solids.cone(j.elbow[side], j.wrist[side], 0.032 * s, 0.024 * s, grey)
        solids.cone(j.wrist[side], j.wrist[side] + 0.13 * s * j.hand[side], 0.026 * s, 0.018 * s, grey)


@dataclass(slots=True)
class _Artist:
    """Draws one person; every method adds one part of the body."""

    solids: Solids
    body: Body
    joints: Joints

    def trunk(self) -> None:
        s, p, j, out = self.body.scale, self.body.shape, self.joints, self.solids
        g, hips, shoulders = p.girth, p.hip_width, p.shoulder_width
        pelvis, chest = j.pelvis_r, j.chest_r
        waist = _between(pelvis, chest)
        length = self.body.trunk - self.body.lumbar

        def part(centre: Array, radii: list[float], turn: Array, colour: Colour, blend: float) -> None:
            out.ellipsoid(centre, np.array(radii) * s, turn, colour, CLOTH, blend * s)

        part(j.hip_centre + pelvis @ [-0.012 * s, 0, 0.035 * s], [0.108 * g, 0.158 * g * hips, 0.115], pelvis, p.pants, 0.05)
        for sign in SIDES:
            seat = np.array([-0.055, sign * 0.070 * hips, -0.015]) * s
            part(j.hip_centre + pelvis @ seat, [0.080 * g, 0.078 * g, 0.090], pelvis, p.pants, 0.05)
        belly = np.array([0.004 + 0.5 * p.belly, 0, 0.02]) * s
        part(j.lumbar + waist @ belly, [0.100 * g + p.belly, 0.138 * g + 0.5 * p.belly, 0.135], waist, p.shirt, 0.07)
        ribs = np.array([0.002 * s, 0, 0.56 * length])
        part(j.lumbar + chest @ ribs, [0.112 * g, 0.158 * (0.5 + 0.5 * g) * shoulders, 0.175], chest, p.shirt, 0.07)
        for sign in SIDES:
            breast = np.array([(0.062 + 0.3 * p.bust) * s, sign * 0.068 * s, 0.62 * length])
            part(j.lumbar + chest @ breast, [0.050 + p.bust, 0.072, 0.062 + 0.4 * p.bust], chest, p.shirt, 0.05)
        self._yoke()

    def _yoke(self) -> None:
        s, j, out = self.body.scale, self.joints, self.solids
        slim, chest, shirt = self._slim, j.chest_r, self.body.shape.shirt
        inward = [j.shoulder[k] + chest @ np.array([-0.01, -0.03 * SIDES[k], -0.012]) * s for k in (0, 1)]
        out.cone(inward[0], inward[1], 0.056 * slim, 0.056 * slim, shirt, CLOTH, 0.05 * s)
        for k in (0, 1):
            collar = j.neck + chest @ np.array([-0.012, 0.02 * SIDES[k], 0.015]) * s
            out.cone(collar, j.shoulder[k] + chest @ np.array([-0.01, 0, -0.002]) * s, 0.034 * s, 0.042 * slim, shirt, CLOTH, 0.035 * s)

    @property
    def _slim(self) -> float:
        """Scale of what grows less with girth, m per reference metre."""
        return (0.6 + 0.4 * self.body.shape.girth) * self.body.scale

    def _face(self, x: float, y: float, z: float) -> Array:
        return np.asarray(self.joints.head + self.joints.head_r @ (np.array([x, y, z]) * self.body.scale))

    def head(self) -> None:
        s, p, j, out, face = self.body.scale, self.body.shape, self.joints, self.solids, self._face
        thick, skin = (0.7 + 0.3 * p.girth) * s, p.skin
        throat = j.neck + j.chest_r @ np.array([0, 0, -0.01 * s])
        out.cone(throat, face(-0.018, 0, -0.055), 0.056 * thick, 0.052 * thick, skin, SKIN, 0.025 * s)
        out.ellipsoid(face(-0.008, 0, 0.018), np.array([0.097, 0.075, 0.098]) * s, j.head_r, skin, FACE, 0.02 * s)
        out.cone(face(0.012, 0, -0.045), face(0.052, 0, -0.088), 0.058 * s, 0.030 * s, skin, FACE, 0.04 * s)
        out.cone(face(0.083, 0, 0.014), face(0.104, 0, -0.020), 0.0085 * s, 0.0135 * s, _tint(skin, 1.0, 0.96, 0.95), FACE, 0.02 * s)
        out.ellipsoid(face(0.077, 0, -0.057), np.array([0.014, 0.025, 0.0095]) * s, j.head_r, _tint(skin, *LIPS), GLOSS, 0.008 * s)
        for y in SIDES:
            self._half_face(float(y))

    def _half_face(self, y: float) -> None:
        s, p, turn, out, face = self.body.scale, self.body.shape, self.joints.head_r, self.solids, self._face
        out.cone(face(-0.005, y * 0.045, -0.04), face(0.045, y * 0.018, -0.085), 0.028 * s, 0.022 * s, p.skin, FACE, 0.03 * s)
        out.cone(face(0.060, y * 0.042, -0.018), face(0.066, y * 0.032, -0.03), 0.026 * s, 0.022 * s, p.skin, FACE, 0.03 * s)
        out.ellipsoid(face(-0.006, y * 0.077, -0.005), np.array([0.020, 0.009, 0.031]) * s, turn, p.skin, FACE, 0.008 * s)
        out.ellipsoid(face(0.076, y * 0.032, 0.012), np.array([0.0125, 0.0155, 0.0115]) * s, turn, EYE_WHITE, GLOSS, 0.004 * s)
        out.ellipsoid(face(0.0855, y * 0.032, 0.012), np.array([0.0055, 0.0068, 0.0075]) * s, turn, IRIS, GLOSS, 0.001 * s)
        brow = _tint(p.hair, 0.7, 0.7, 0.7)
        out.cone(face(0.087, y * 0.019, 0.035), face(0.078, y * 0.049, 0.036), 0.0042 * s, 0.0032 * s, brow, HAIR, 0.004 * s)
        nostril = _tint(p.skin, 0.93, 0.93, 0.93)
        out.cone(face(0.092, y * 0.011, -0.024), face(0.094, y * 0.012, -0.024), 0.0085 * s, 0.0085 * s, nostril, FACE, 0.008 * s)

    def hair(self) -> None:
        s, p, turn, out, face = self.body.scale, self.body.shape, self.joints.head_r, self.solids, self._face
        if p.hair_style == "bald":
            return
        out.ellipsoid(face(-0.022, 0, 0.036), np.array([0.098, 0.083, 0.096]) * s, turn, p.hair, HAIR, 0.012 * s)
        out.ellipsoid(face(-0.040, 0, -0.005), np.array([0.068, 0.076, 0.085]) * s, turn, p.hair, HAIR, 0.02 * s)
        if p.hair_style == "bun":
            out.ellipsoid(face(-0.115, 0, 0.06), np.array([0.04, 0.042, 0.04]) * s, turn, p.hair, HAIR, 0.02 * s)
        if p.hair_style == "pony":
            out.cone(face(-0.10, 0, 0.05), face(-0.15, 0, -0.09), 0.030 * s, 0.018 * s, p.hair, HAIR, 0.02 * s)
        if p.hair_style == "long":
            out.cone(face(-0.07, 0, 0), face(-0.085, 0, -0.14), 0.055 * s, 0.04 * s, p.hair, HAIR, 0.03 * s)
            for y in SIDES:
                out.cone(face(-0.03, y * 0.062, 0), face(-0.045, y * 0.055, -0.12), 0.035 * s, 0.028 * s, p.hair, HAIR, 0.03 * s)

    def leg(self, side: int) -> None:
        s, p, j, out = self.body.scale, self.body.shape, self.joints, self.solids
        girth, hip, knee, ankle = p.girth * s, j.hip[side], j.knee[side], j.ankle[side]
        thigh, shank = knee - hip, ankle - knee
        long, full = p.trousers > 1.0, p.trousers > 1.3
        colour, stuff = (p.pants, CLOTH) if long else (p.skin, SKIN)
        forward = _forward(thigh, shank, j.foot_r[side][:, 0], j.foot_r[side][:, 1])
        front = unit(forward - unit(thigh) * np.dot(unit(thigh), forward)) * 0.010 * s
        out.cone(hip, knee, 0.083 * girth, 0.054 * girth, colour, stuff, 0.035 * s)
        out.cone(hip + 0.22 * thigh + front, hip + 0.70 * thigh + front, 0.064 * girth, 0.050 * girth, colour, stuff, 0.04 * s)
        cap = knee + 0.012 * s * forward
        out.cone(cap, cap + 0.02 * shank, 0.044 * girth, 0.044 * girth, colour, stuff, 0.03 * s)
        low, wide = (p.pants, 1.08) if full else (p.skin, 1.0)
        out.cone(knee, ankle, 0.048 * girth * wide, 0.035 * girth * (1.25 if full else 1.0), low, SKIN, 0.03 * s)
        calf, heel = knee + 0.14 * shank - 0.022 * s * forward, knee + 0.50 * shank - 0.014 * s * forward
        out.cone(calf, heel, 0.043 * girth, 0.032 * girth, low, SKIN, 0.03 * s)
        if not long:
            out.cone(hip, hip + p.trousers * thigh, 0.092 * girth, (0.092 - 0.030 * p.trousers) * girth, p.pants, CLOTH, 0.03 * s)

    def foot(self, side: int) -> None:
        s, p, j, out = self.body.scale, self.body.shape, self.joints, self.solids
        ankle, turn = j.ankle[side], j.foot_r[side]
        up, y = unit(j.knee[side] - ankle), float(SIDES[side])

        def on(x: float, dy: float, z: float) -> Array:
            return np.asarray(ankle + turn @ (np.array([x, dy, z]) * s))

        sock = 0.037 * float(np.sqrt(p.girth * s))
        out.cone(ankle + 0.06 * s * up, ankle, sock, sock, p.sole, CLOTH, 0.01 * s)
        out.cone(on(-0.030, 0, -0.028), on(0.0, 0, -0.012), 0.036 * s, 0.038 * s, p.shoes, CLOTH, 0.02 * s)
        out.cone(on(-0.02, 0, -0.032), on(0.115, 0, -0.042), 0.035 * s, 0.036 * s, p.shoes, CLOTH, 0.025 * s)
        out.cone(on(0.08, 0.008 * y, -0.044), on(0.165, -0.006 * y, -0.048), 0.036 * s, 0.026 * s, p.shoes, CLOTH, 0.025 * s)
        out.cone(on(-0.035, 0, -0.058), on(0.165, 0, -0.060), 0.030 * s, 0.026 * s, p.sole, CLOTH, 0.006 * s)

    def arm(self, side: int) -> None:
        s, p, j, out, slim = self.body.scale, self.body.shape, self.joints, self.solids, self._slim
        shoulder, elbow, wrist = j.shoulder[side], j.elbow[side], j.wrist[side]
        upper, fore, sleeve = elbow - shoulder, wrist - elbow, min(p.sleeve, 1.0)
        out.cone(shoulder, elbow, 0.050 * slim, 0.037 * slim, p.skin, SKIN, 0.03 * s)
        out.cone(elbow, wrist, 0.039 * slim, 0.026 * slim, p.skin, SKIN, 0.02 * s)
        out.cone(elbow + 0.08 * fore, elbow + 0.45 * fore, 0.039 * slim, 0.031 * slim, p.skin, SKIN, 0.02 * s)
        if sleeve > 0:
            out.cone(shoulder, shoulder + sleeve * upper, 0.056 * slim, 0.056 * slim - 0.010 * s * sleeve, p.shirt, CLOTH, 0.04 * s)
        if p.sleeve > 1:
            out.cone(elbow, elbow + min(p.sleeve - 1, 1.0) * fore, 0.047 * slim, 0.036 * slim, p.shirt, CLOTH, 0.03 * s)

    def hand(self, side: int) -> None:
        s, p, j, out = self.body.scale, self.body.shape, self.joints, self.solids
        fingers, thumb, palm, wrist = j.hand[side], j.thumb[side], j.palm[side], j.wrist[side]

        def on(x: float, y: float, z: float) -> Array:
            return np.asarray(wrist + (fingers * x + thumb * y + palm * z) * s)

        turn = np.stack([fingers, thumb, palm], 1)
        out.ellipsoid(on(0.050, 0, 0.004), np.array([0.052, 0.040, 0.018]) * s, turn, p.skin, SKIN, 0.015 * s)
        for y, length in ((0.024, 0.160), (0.0, 0.168), (-0.024, 0.145)):
            out.cone(on(0.085, y, 0.004), on(length, y * 1.1, 0.012), 0.0125 * s, 0.010 * s, p.skin, SKIN, 0.008 * s)
        out.cone(on(0.025, 0.028, 0.008), on(0.085, 0.058, 0.016), 0.015 * s, 0.010 * s, p.skin, SKIN, 0.012 * s)


def draw_bar(solids: Solids, wrists: Array, fingers: Array, plates: bool) -> None:
    """A barbell through both hands (2, 3), with its plates and their shadow."""
    ends = wrists + 0.07 * fingers
    axis, middle = unit(ends[0] - ends[1]), ends.mean(0)
    steel, disc = (0.62, 0.63, 0.66), (0.10, 0.10, 0.12)
    solids.cone(middle - 0.75 * axis, middle + 0.75 * axis, 0.014, 0.014, steel, THING)
    for sign in SIDES if plates else ():
        for along, radius in ((0.58, 0.16), (0.625, 0.16)):
            solids.ellipsoid(middle + sign * along * axis, [0.022, radius, radius], _frame(axis), disc, THING)


def draw_dumbbell(solids: Solids, wrist: Array, fingers: Array, thumb: Array) -> None:
    """A dumbbell in one hand."""
    grip = wrist + 0.075 * fingers
    solids.cone(grip - 0.09 * thumb, grip + 0.09 * thumb, 0.013, 0.013, (0.6, 0.6, 0.62), THING)
    for sign in (-1.0, 1.0):
        solids.cone(grip + sign * 0.085 * thumb, grip + sign * 0.125 * thumb, 0.042, 0.042, (0.12, 0.12, 0.14), THING, 0.004)


def _between(a: Array, b: Array) -> Array:
    """The rotation half-way, by polar decomposition."""
    u, _, v = np.linalg.svd(0.5 * (a + b))
    return np.asarray(u @ v)


def _frame(axis: Array) -> Array:
    """A rotation whose first column is `axis`."""
    side = unit(np.cross(axis, [0.0, 0.0, 1.0] if abs(axis[2]) < 0.9 else [1.0, 0.0, 0.0]))
    return np.stack([axis, side, np.cross(axis, side)], 1)


def _forward(thigh: Array, shank: Array, toes: Array, left: Array) -> Array:
    """The way the knee cap looks."""
    hinge = np.cross(unit(thigh), unit(shank))
    forward = unit(np.cross(hinge if np.linalg.norm(hinge) > 0.05 else left, unit(shank)))
    return forward if np.dot(forward, toes) >= 0 else -forward


def _tint(colour: Colour, r: float, g: float, b: float) -> Array:
    return np.array(colour) * [r, g, b]
