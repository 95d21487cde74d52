"""What is recorded is given back bit for bit, whatever the numbers."""

import json
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from edge.messages import ImuSample, Pose, Rep, Sample, Tick
from edge.store.decoding import decode_chunk
from edge.store.encoding import KINDS, Encoder, Message, describe, encode_run, is_sample, log_time
from tests.store.sessions import EVENTS, imu, same, session

ANY_NUMBER = st.floats(-1e5, 1e5) | st.sampled_from([nan, -0.0, 40960.3, -4096.7, 1e-9])
TIMES = st.floats(0, 3e7)
POSES = st.builds(
    Pose, TIMES, st.integers(0, 2**32 - 1), arrays(float, (33, 4), elements=ANY_NUMBER), arrays(float, (33, 3), elements=ANY_NUMBER),
    st.just(3840), st.just(2160),
)  # fmt: skip
TRIPLES = st.tuples(ANY_NUMBER, ANY_NUMBER, ANY_NUMBER)
READINGS = st.builds(ImuSample, st.floats(1000, 1001), st.just("trunk"), TRIPLES, TRIPLES)


def back_from(*filed: tuple[Message, bytes]) -> list[Message]:
    """What the bytes hold that one message each, or a run's first, was filed with."""
    chunk = [(KINDS.index(type(m)) + 1, k, log_time(m.t), memoryview(payload)) for k, (m, payload) in enumerate(filed)]
    return [back for found in decode_chunk(chunk) for back in found or ()]


def through(*messages: Message) -> list[Message]:
    encoder = Encoder()
    return back_from(*((m, encoder.encode(m)) for m in messages))


@given(st.lists(POSES, min_size=1, max_size=3))
def test_a_rounded_pose_comes_back_bit_for_bit(poses: list[Pose]) -> None:
    rounded = [pose.rounded() for pose in poses]
    assert all(same(one, back) for one, back in zip(rounded, through(*rounded), strict=True))


@given(st.lists(READINGS, min_size=1, max_size=5))
def test_a_run_of_readings_comes_back_bit_for_bit(readings: list[ImuSample]) -> None:
    run = [reading.rounded() for reading in readings]
    back = back_from((run[0], encode_run(run)))
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


def test_a_repetition_as_it_was_recorded_before_is_still_read() -> None:
    """Its peak moments were a field that was never filled."""
    (rep,) = (event for event in EVENTS if isinstance(event, Rep))
    older = json.loads(Encoder().encode(rep)) | {"peak_moments": [["left_knee", 88.0]]}
    assert back_from((rep, json.dumps(older).encode())) == [rep]


def test_a_chunk_can_be_read_without_the_one_before() -> None:
    encoder = Encoder()
    one, two = [m for m in session(0.1) if isinstance(m, Pose)][:2]
    encoder.encode(one)
    encoder.begin_chunk()
    assert same(back_from((two, encoder.encode(two)))[0], two)


def test_impossible_numbers_are_limited_and_harm_nothing_else() -> None:
    pose = next(m for m in session(0.1) if isinstance(m, Pose))
    pose.image[3] = [np.inf, -np.inf, 1e300, nan]
    (back,) = through(pose)
    assert isinstance(back, Pose)
    assert np.isnan(back.image[3, 3])
    assert np.all(np.abs(back.image[3, :3]) > 2e8)
    assert np.array_equal(back.image[4:], pose.image[4:])


def test_runs_of_any_length_come_back_among_other_messages() -> None:
    rng = np.random.default_rng(1)
    readings = [imu(1.0 + k / 100, rng).rounded() for k in range(12)]
    runs = [readings[:3], readings[3:4], readings[4:7], readings[7:]]
    filed: list[tuple[Message, bytes]] = [(run[0], encode_run(run)) for run in runs]
    filed.insert(2, (Tick(1.05), Encoder().encode(Tick(1.05))))
    back = back_from(*filed)
    assert back == [*readings[:4], Tick(1.05), *readings[4:]]


def test_messages_that_this_version_did_not_write_cost_only_themselves() -> None:
    rng, encoder = np.random.default_rng(0), Encoder()
    one, two = [m for m in session(0.1) if isinstance(m, Pose)][:2]
    run = [imu(1.0, rng).rounded() for _ in range(3)]
    whole: list[tuple[Message, bytes]] = [(m, encoder.encode(m)) for m in (one, two, Tick(1.0))] + [(run[0], encode_run(run))]
    broken = [(message, payload[:-9]) for message, payload in whole] + [(EVENTS[0], b"{}"), (run[0], b"")]
    back = back_from(broken[0], whole[0], broken[1], whole[1], *broken[2:], *whole[2:])
    expected: list[Message] = [one, two, Tick(1.0), *run]
    assert all(same(a, b) for a, b in zip(back, expected, strict=True))


def test_a_channel_nobody_knows_is_passed_over() -> None:
    assert decode_chunk([(99, 0, 0, memoryview(b"?"))]) == [None]


def test_samples_are_told_from_events() -> None:
    assert [is_sample(message) for message in EVENTS] == [isinstance(message, Sample) for message in EVENTS]
    assert is_sample(Tick(0.0))


def test_every_kind_has_a_topic_of_its_own() -> None:
    topics = [describe(kind).topic for kind in KINDS]
    assert len(set(topics)) == len(KINDS)
    assert {"/pose", "/imu_sample", "/heart_rate", "/rep"} <= set(topics)
