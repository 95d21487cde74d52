"""A recording -> the same as plain MCAP, with what was found out of it, for Foxglove and other programs.

It replays as the recording does, its schemas told as Foxglove reads them. Beside it lie, as JSON with theirs: /skeleton, which Foxglove's
3D panel draws, /tf, which sets it on that panel's floor, /angles in degrees and /load in percent. Refuses to know: how they were found.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from edge.messages import LANDMARKS, Array, Flags
from edge.store.encoding import Description, Message, log_time
from edge.store.export.viewable import viewable
from edge.store.recording import RecordingHeader, RecordingWriter

SCENE, TRANSFORMS = "foxglove.SceneUpdate", "foxglove.FrameTransforms"
FLOOR, FRAME = "floor", "body"
BONES = tuple(
    (LANDMARKS.index(f"{side}_{start}"), LANDMARKS.index(f"{side}_{end}"))
    for side in ("left", "right")
    for start, end in (
        ("shoulder", "elbow"), ("elbow", "wrist"), ("wrist", "index"), ("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"),
        ("ankle", "heel"), ("heel", "foot_index"),
    )
) + tuple((LANDMARKS.index(f"left_{part}"), LANDMARKS.index(f"right_{part}")) for part in ("shoulder", "hip"))  # fmt: skip
FLESH = ("arrows", "cubes", "spheres", "cylinders", "triangles", "texts", "models")
"""What a scene may have besides lines; ours has none, and says so, as the published schema wants."""
INK = {"r": 0.05, "g": 0.42, "b": 0.47, "a": 1.0}
LINE_LIST = 2

Channel: TypeAlias = tuple[str, str, Mapping[str, Any]]
"""Topic, name of its schema, the schema."""


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """t: as in the recording, s. world: (33, 3) m, hip-centred camera axes, seen: (33,); None where nobody was. Others by name, null where
    unknown."""

    t: float
    world: Array | None
    seen: Flags | None
    angles_deg: Mapping[str, float | None]
    load_percent: Mapping[str, float | None]


def write_plain(path: Path, header: RecordingHeader, messages: Iterable[Message], moments: Iterable[Moment]) -> None:
    """Both in the order of time. The path must not exist. Raises EdgeError."""
    coming = iter(moments)
    waiting = next(coming, None)
    with _Plain(path, header, waiting) as writer:
        for message in messages:
            while waiting is not None and waiting.t <= message.t:
                writer.add(waiting)
                waiting = next(coming, None)
            writer.write(message)


class _Plain(RecordingWriter):
    """A recording with some channels more; they count as no message, so that nothing seems lost without them."""

    def __init__(self, path: Path, header: RecordingHeader, first: Moment | None) -> None:
        """first: names what all of them tell; None where there are none."""
        super().__init__(path, header)
        channels = (*_BODY, *(_named(first) if first else ()))
        self._more = {topic: self._register(topic, name, schema) for topic, name, schema in channels}

    def add(self, moment: Moment) -> None:
        self._put_run()  # what was written before must be numbered before
        for topic, told in _told(moment):
            filed = log_time(moment.t)
            self._mcap.add_message(self._more[topic], filed, json.dumps(told).encode(), filed, self._written)

    def _described(self, about: Description) -> Description:
        """The other channels' schemas are the messages' own layout, not JSON's."""
        if about.schema_encoding != "jsonschema":
            return about
        return replace(about, schema=json.dumps(viewable(json.loads(about.schema))).encode())

    def _register(self, topic: str, name: str, schema: Mapping[str, Any]) -> int:
        registered = self._mcap.register_schema(name, "jsonschema", json.dumps(schema).encode())
        channel: int = self._mcap.register_channel(topic, "json", registered)
        return channel


def _told(moment: Moment) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if moment.world is not None and moment.seen is not None:
        yield "/tf", _standing(moment.t, moment.world, moment.seen)
        yield "/skeleton", _scene(moment.t, moment.world, moment.seen)
    yield "/angles", moment.angles_deg
    yield "/load", moment.load_percent


def _scene(t: float, world: Array, seen: Flags) -> dict[str, Any]:
    """The bones whose both ends were seen; x to the right, y away from the camera, z up."""
    points = [{"x": round(float(x), 3), "y": round(float(z), 3), "z": round(float(-y), 3)} for x, y, z in world]
    ends = [points[end] for bone in BONES if seen[list(bone)].all() for end in bone]
    entity = {
        "timestamp": _time(t), "frame_id": FRAME, "id": "skeleton", "lifetime": {"sec": 0, "nsec": 300_000_000}, "frame_locked": True,
        "metadata": [], **{name: [] for name in FLESH},
        "lines": [{"type": LINE_LIST, "pose": _POSE, "thickness": 0.03, "scale_invariant": False, "points": ends, "color": INK,
                   "colors": [], "indices": []}],
    }  # fmt: skip
    return {"deletions": [], "entities": [entity]}


def _standing(t: float, world: Array, seen: Flags) -> dict[str, Any]:
    """The hips' height above whatever of the body is lowest: nobody measures how high somebody jumps."""
    low = float(world[seen, 1].max()) if seen.any() else 0.0
    height = {"x": 0.0, "y": 0.0, "z": round(low, 3)}
    rotation = _POSE["orientation"]
    return {
        "transforms": [
            {"timestamp": _time(t), "parent_frame_id": FLOOR, "child_frame_id": FRAME, "translation": height, "rotation": rotation}
        ]
    }


def _time(t: float) -> dict[str, int]:
    nanoseconds = log_time(t)
    return {"sec": nanoseconds // 1_000_000_000, "nsec": nanoseconds % 1_000_000_000}


def _named(first: Moment) -> tuple[Channel, ...]:
    """Each angle and joint is listed, so that it can be picked for a curve."""
    return (
        ("/angles", "edgecoach/Angles", {"title": "edgecoach/Angles", "description": "degrees", **_numbers(first.angles_deg)}),
        ("/load", "edgecoach/Load", {"title": "edgecoach/Load", "description": "percent of the strength", **_numbers(first.load_percent)}),
    )


def _numbers(names: Iterable[str]) -> dict[str, Any]:
    return _object(**{name: {"type": "number", "nullable": True} for name in names})


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_NUMBER, _WHOLE, _TEXT, _YES = {"type": "number"}, {"type": "integer"}, {"type": "string"}, {"type": "boolean"}
_POSE = {"position": {"x": 0, "y": 0, "z": 0}, "orientation": {"x": 0, "y": 0, "z": 0, "w": 1}}
_POINT = _object(x=_NUMBER, y=_NUMBER, z=_NUMBER)
_COLOUR = _object(r=_NUMBER, g=_NUMBER, b=_NUMBER, a=_NUMBER)
_WHEN = _object(sec=_WHOLE, nsec=_WHOLE)
_TURN = _object(x=_NUMBER, y=_NUMBER, z=_NUMBER, w=_NUMBER)
_LINES = _object(
    type=_WHOLE, pose=_object(position=_POINT, orientation=_TURN), thickness=_NUMBER,
    scale_invariant=_YES, points=_list(_POINT), color=_COLOUR, colors=_list(_COLOUR), indices=_list(_WHOLE),
)  # fmt: skip
_ENTITY = _object(
    timestamp=_WHEN, frame_id=_TEXT, id=_TEXT, lifetime=_WHEN, frame_locked=_YES, metadata=_list(_object(key=_TEXT, value=_TEXT)),
    lines=_list(_LINES), **{name: _list(_object()) for name in FLESH},
)  # fmt: skip
_TRANSFORM = _object(timestamp=_WHEN, parent_frame_id=_TEXT, child_frame_id=_TEXT, translation=_POINT, rotation=_TURN)
_BODY: tuple[Channel, ...] = (
    ("/skeleton", SCENE, {"title": SCENE, **_object(deletions=_list(_object()), entities=_list(_ENTITY))}),
    ("/tf", TRANSFORMS, {"title": TRANSFORMS, **_object(transforms=_list(_TRANSFORM))}),
)
