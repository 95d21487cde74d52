"""What is recorded is given back bit for bit, whatever the numbers."""

import json
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge.messages import ImuSample, Pose, Tick
from edge.store.encoding import KINDS, Decoder, Encoder, Message, describe, encode_run, log_time
from tests.store.sessions import EVENTS, imu, same, session

ANY_NUMBER = st.floats(-1e5, 1e5) | st.sampled_from([nan, -0.0, 40960.3, -4096.7, 1e-9])
TIMES = st.floats(0, 3e7)
POSES = st.builds(
    Pose, TIMES, st.integers(0, 2**32 - 1), arrays(float, (33, 4), elements=ANY_NUMBER), arrays(float, (33, 3), elements=ANY_NUMBER),
    st.just(3840), st.just(2160),
)  # fmt: skip
TRIPLES = st.tuples(ANY_NUMBER, ANY_NUMBER, ANY_NUMBER)
READINGS = st.builds(ImuSample, st.floats(1000, 1001), st.just("trunk"), TRIPLES, TRIPLES)


def through(*messages: Message) -> list[Message]:
    encoder, decoder = Encoder(), Decoder()
    return [back for m in messages for back in decoder.decode(type(m), encoder.encode(m), log_time(m.t))]


@given(st.lists(POSES, min_size=1, max_size=3))
def test_a_rounded_pose_comes_back_bit_for_bit(poses: list[Pose]) -> None:
    rounded = [pose.rounded() for pose in poses]
    assert all(same(one, back) for one, back in zip(rounded, through(*rounded), strict=True))


@given(st.lists(READINGS, min_size=1, max_size=5))
def test_a_run_of_readings_comes_back_bit_for_bit(readings: list[ImuSample]) -> None:
    run = [reading.rounded() for reading in readings]
    back = list(Decoder().decode(ImuSample, encode_run(run), log_time(run[0].t)))
    assert list(map(repr, back)) == list(map(repr, run))


@given(st.floats(-10, 1e9))
def test_no_moment_is_changed(t: float) -> None:
    assert through(Tick(t)) == [Tick(t)]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_what_comes_rarely_is_json_that_anybody_can_read(event: Message) -> None:
    assert through(event) == [event]
    about = describe(type(event))
    if about.message_encoding == "json":
        assert json.loads(Encoder().encode(event))["t"] == event.t
        assert set(json.loads(about.schema)["properties"]) == set(type(event).__slots__)


def test_a_chunk_can_be_read_without_the_one_before() -> None:
    encoder = Encoder()
    one, two = [m for m in session(0.1) if isinstance(m, Pose)][:2]
    encoder.encode(one)
    encoder.begin_chunk()
    assert same(next(iter(Decoder().decode(Pose, encoder.encode(two), log_time(two.t)))), two)


def test_impossible_numbers_are_limited_and_harm_nothing_else() -> None:
    pose = next(m for m in session(0.1) if isinstance(m, Pose))
    pose.image[3] = [np.inf, -np.inf, 1e300, nan]
    (back,) = through(pose)
    assert isinstance(back, Pose)
    assert np.isnan(back.image[3, 3])
    assert np.all(np.abs(back.image[3, :3]) > 2e8)
    assert np.array_equal(back.image[4:], pose.image[4:])


def test_a_message_cut_short_is_refused() -> None:
    run = [imu(1.0, np.random.default_rng(0)) for _ in range(3)]
    with pytest.raises(ValueError, match=r"size|cannot"):
        list(Decoder().decode(ImuSample, encode_run(run)[:40], log_time(1.0)))


def test_every_kind_has_a_topic_of_its_own() -> None:
    topics = [describe(kind).topic for kind in KINDS]
    assert len(set(topics)) == len(KINDS)
    assert {"/pose", "/imu_sample", "/heart_rate", "/rep"} <= set(topics)
