"""The wire carries every message exactly, in any portions, and refuses everything else at once."""

import math
import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.capture.camera.wire import (
    KINDS,
    LIMIT_BYTES,
    VERSION,
    CameraFailure,
    Decoder,
    End,
    Message,
    Nobody,
    Options,
    Pose,
    Status,
    WireError,
    encode,
)

times = st.floats(allow_nan=False, allow_infinity=False)
sizes = st.integers(1, 65535)
moments = st.tuples(times, st.integers(0, 2**64 - 1), times, times, sizes, sizes)
numbers = st.floats(0, 1e6)
points = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).normal(0, 1000, (66, 4)).astype(np.float32))
words = st.text(max_size=40)


def pose(moment: tuple[float, int, float, float, int, int], landmarks: np.ndarray) -> Pose:
    return Pose(*moment, landmarks[:33], landmarks[33:, :3])


messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(pose, moments, points),
    moments.map(lambda moment: Nobody(*moment)),
    st.builds(Options, source=words, address=words, fps=numbers, mirror=st.booleans(), rotate_deg=st.sampled_from([0, 90, 180, 270])),
    st.builds(Status, words, words, sizes, sizes, *[numbers] * 6, st.integers(0, 10**9), numbers),
    st.builds(End, words),
    st.builds(CameraFailure, st.sampled_from(KINDS), words, words),
)


def same(one: Message, other: Message) -> bool:
    if isinstance(one, CameraFailure):
        return isinstance(other, CameraFailure) and one.args == other.args
    if isinstance(one, Pose):
        points_are_same = isinstance(other, Pose) and np.array_equal(one.image, other.image) and np.array_equal(one.world, other.world)
        return points_are_same and one[:6] == other[:6]  # type: ignore[index]
    return type(one) is type(other) and one == other


@given(sent=st.lists(messages, max_size=5), cut=st.integers(1, 3000))
def test_messages_arrive_exactly_in_portions_of_any_size(sent: list[Message], cut: int) -> None:
    stream = b"".join(map(encode, sent))
    decoder = Decoder()
    came = [message for at in range(0, len(stream), cut) for message in decoder.feed(stream[at : at + cut])]
    assert len(came) == len(sent)
    assert all(map(same, sent, came))


def test_a_pose_is_about_a_kilobyte_and_keeps_its_time_to_the_last_bit() -> None:
    t = math.nextafter(86400.1, math.inf)
    frame = encode(pose((t, 7, t, t, 640, 480), np.zeros((66, 4), np.float32)))
    assert 900 < len(frame) < 1024
    (message,) = Decoder().feed(frame)
    assert isinstance(message, Pose)
    assert message.t == t


@given(noise=st.binary(max_size=300))
def test_noise_is_refused_or_awaits_more_but_never_fails_otherwise(noise: bytes) -> None:
    for data in (noise, bytes([VERSION]) + noise):
        with suppress(WireError):
            list(Decoder().feed(data))


@given(message=messages, at=st.integers(0, 10**6), value=st.integers(0, 255))
def test_a_damaged_message_is_refused_or_is_another_message(message: Message, at: int, value: int) -> None:
    frame = bytearray(encode(message))
    frame[at % len(frame)] = value
    with suppress(WireError):
        list(Decoder().feed(bytes(frame)))


def framed(kind: int, body: bytes, version: int = VERSION) -> bytes:
    return struct.pack("<BBI", version, kind, len(body)) + body


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (framed(5, b"{}", version=9), r"speak different versions \(9 and 1\)"),
        (struct.pack("<BBI", VERSION, 5, LIMIT_BYTES + 1), "more than any can have"),
        (framed(99, b""), "unknown kind 99"),
        (framed(2, bytes(10)), "of 10 bytes instead of"),
        (framed(3, struct.pack("<dQddHH", math.nan, 0, 0, 0, 1, 1)), "time that is no number"),
        (framed(2, struct.pack("<dQddHH", 0, 0, 0, 0, 1, 1) + b"\xff" * 924), "landmark that is no number"),
        (framed(4, b"{"), "not JSON"),
        (framed(4, b"[" * 5000), "not JSON"),
        (framed(4, b'{"fps": NaN}'), "not JSON"),
        (framed(4, b"\xff\xfe"), "not JSON"),
        (framed(4, b"[]"), "Status that is not an object"),
        (framed(4, b"{}"), "Status with fields missing"),
        (framed(1, b'{"sauce": 1}'), "Options with unknown sauce"),
        (framed(1, b'{"threads": "two"}'), r"Options.threads is str, not int"),
        (framed(1, b'{"threads": true}'), r"Options.threads is bool, not int"),
        (framed(6, b'["tired", "", ""]'), "failure that says nothing"),
        (framed(6, b'["lost"]'), "failure that says nothing"),
    ],
)
def test_what_is_not_a_message_is_named(frame: bytes, says: str) -> None:
    with pytest.raises(WireError, match=says):
        list(Decoder().feed(frame))


def test_options_that_are_missing_keep_their_defaults() -> None:
    (options,) = Decoder().feed(framed(1, b'{"source": "file", "fps": 5}'))
    assert options == Options(source="file", fps=5.0)


def test_good_messages_before_a_bad_one_still_arrive() -> None:
    came = Decoder().feed(encode(End("")) + framed(99, b""))
    assert next(came) == End("")
    with pytest.raises(WireError):
        next(came)


def test_only_messages_are_sent() -> None:
    with pytest.raises(TypeError, match="not a message"):
        encode("hello")  # type: ignore[arg-type]


def test_a_failure_reads_as_one_sentence() -> None:
    assert str(CameraFailure("lost", "it left", "plug it in")) == "it left: plug it in"
    assert str(CameraFailure("lost", "it left")) == "it left"
