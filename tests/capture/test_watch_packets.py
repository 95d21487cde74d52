"""Bytes of watches, as their makers document them, and bytes of nobody: understood or called malformed, nothing else."""

import math
import struct
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.capture.watch import polar_frame as pmd
from edge.capture.watch.bangle import BangleStream
from edge.capture.watch.heart_rate import HeartRateStream, Measurement, parse
from edge.capture.watch.infinitime import InfiniTimeMotion
from edge.capture.watch.information import battery, text
from edge.capture.watch.polar import PolarMotion
from edge.capture.watch.stream import GRAVITY, Malformed, Stream
from edge.messages import HeartRate, ImuSample, Sample

ANY_BYTES = st.binary(max_size=260)


def fed(stream: Stream, packet: bytes, t: float = 10.0) -> list[Sample]:
    return list(stream.feed(packet, t))


def accel_g(sample: Sample) -> tuple[float, ...]:
    assert isinstance(sample, ImuSample)
    return tuple(round(value / GRAVITY, 6) for value in sample.accel)


# --- heart rate ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wide", "contact", "energy", "intervals", "reserved"),
    list(product((False, True), (0b00, 0b01, 0b10, 0b11), (False, True), (0, 1, 2, 9), (0, 0b111))),
)
def test_every_combination_of_flags(wide: bool, contact: int, energy: bool, intervals: int, reserved: int) -> None:
    flags = wide | contact << 1 | energy << 3 | bool(intervals) << 4 | reserved << 5
    packet = bytes([flags]) + (struct.pack("<H", 181) if wide else bytes([181]))
    packet += struct.pack("<H", 258) if energy else b""
    packet += struct.pack("<H", 512) * intervals
    assert parse(packet) == Measurement(
        bpm=181.0,
        contact={0b00: None, 0b01: None, 0b10: False, 0b11: True}[contact],
        energy_j=258e3 if energy else None,
        rr_s=(0.5,) * intervals,
    )


@given(st.integers(0, 65535), st.sampled_from((0, 2, 4, 6)), st.none() | st.integers(0, 65535), st.lists(st.integers(1, 65535), max_size=9))
def test_what_was_packed_is_what_is_read(bpm: int, contact: int, energy: int | None, ticks: list[int]) -> None:
    flags = 0x01 | contact | (0x08 if energy is not None else 0) | (0x10 if ticks else 0)
    packet = (
        struct.pack("<BH", flags, bpm) + (b"" if energy is None else struct.pack("<H", energy)) + struct.pack(f"<{len(ticks)}H", *ticks)
    )
    measured = parse(packet)
    assert (measured.bpm, measured.rr_s) == (bpm, tuple(tick / 1024 for tick in ticks))
    assert measured.energy_j == (None if energy is None else energy * 1e3)


@pytest.mark.parametrize("packet", ["", "00", "01 50", "08 50 01", "10 50 01", "18 50 01 00 ff"])
def test_a_heart_rate_cut_short_is_malformed(packet: str) -> None:
    with pytest.raises(Malformed):
        parse(bytes.fromhex(packet))


@pytest.mark.parametrize(
    ("packet", "why"),
    [
        ("04 48", "no skin contact"),
        ("06 00", "no reading yet"),
        ("00 00", "no reading yet"),
        ("00 13", "too slow"),
        ("01 fb 00", "too fast"),
    ],
)
def test_a_number_that_is_nobodys_heart_is_not_used(packet: str, why: str) -> None:
    stream = HeartRateStream()
    assert fed(stream, bytes.fromhex(packet)) == []
    assert stream.unused == 1, why


def test_a_heart_rate_with_contact_is_a_sample() -> None:
    assert fed(HeartRateStream(), bytes.fromhex("16 48 00 04 00 02")) == [HeartRate(10.0, 72.0, (1.0, 0.5))]


# --- who it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("packet", "share"), [(b"\x00", 0.0), (b"\x64", 1.0), (b"\x65", None), (b"", None), (b"\x10\x10", None)])
def test_battery(packet: bytes, share: float | None) -> None:
    assert battery(packet) == share


@given(ANY_BYTES)
def test_texts_can_be_printed(packet: bytes) -> None:
    assert text(packet).isprintable()


def test_texts_lose_their_padding() -> None:
    assert text(b"InfiniTime\0\0") == "InfiniTime"


# --- InfiniTime ------------------------------------------------------------------------------------------


def test_a_pinetime_lying_face_up_reads_one_g_upwards() -> None:
    (sample,) = fed(InfiniTimeMotion(), struct.pack("<3h", 512, -256, -1024))
    assert accel_g(sample) == (0.5, -0.25, 1.0)
    assert isinstance(sample, ImuSample)
    assert sample.where == "watch"
    assert all(map(math.isnan, sample.gyro))


@pytest.mark.parametrize("size", [0, 5, 7, 12])
def test_a_motion_packet_of_another_length_is_malformed(size: int) -> None:
    with pytest.raises(Malformed):
        fed(InfiniTimeMotion(), bytes(size))


# --- Polar -----------------------------------------------------------------------------------------------


def test_an_h10s_offer_and_the_request_that_follows() -> None:
    offer = pmd.parse_answer(bytes.fromhex("f0 01 02 00 00  00 04 1900 3200 6400 c800  01 01 1000  02 03 0200 0400 0800"))
    assert offer.settings == {pmd.RATE: (25, 50, 100, 200), pmd.RESOLUTION: (16,), pmd.RANGE: (2, 4, 8)}
    assert pmd.ask_start(offer.settings) == bytes.fromhex("02 02  00 01 c800  01 01 1000  02 01 0800")


def test_a_verity_senses_offer_and_the_request_that_follows() -> None:
    offer = pmd.parse_answer(bytes.fromhex("f0 01 02 00 00  00 01 3400  01 01 1000  02 01 0800  04 01 03"))
    assert pmd.ask_start(offer.settings) == bytes.fromhex("02 02  00 01 3400  01 01 1000  02 01 0800  04 01 03")


def test_an_answer_says_why_it_refuses() -> None:
    answer = pmd.parse_answer(bytes.fromhex("f0 02 02 0d"))
    assert (answer.error, answer.words) == (pmd.IN_CHARGER, "in its charger")
    assert pmd.parse_answer(bytes.fromhex("f0 02 02 63")).words == "error 99"


@pytest.mark.parametrize("packet", ["", "f0 01 02", "0f 01 02 00 00", "f0 01 02 00 00 00 04 19 00"])
def test_an_answer_cut_short_is_malformed(packet: str) -> None:
    with pytest.raises(Malformed):
        pmd.parse_answer(bytes.fromhex(packet))


def test_an_h10s_raw_frame() -> None:
    packet = bytes.fromhex("02 00943577 00000000 01") + struct.pack("<6h", -1000, 0, 1000, 500, -500, 250)
    frame = pmd.parse_frame(packet, factor=1.0)
    assert frame.watch_s == pytest.approx(2.0)
    assert [tuple(round(value, 6) for value in reading) for reading in frame.readings] == [(-1.0, 0.0, 1.0), (0.5, -0.5, 0.25)]


@pytest.mark.parametrize(("kind", "size"), [(0, 1), (1, 2), (2, 3)])
def test_raw_frames_of_each_width(kind: int, size: int) -> None:
    content = b"".join(value.to_bytes(size, "little", signed=True) for value in (1, -2, 127))
    assert pmd.parse_frame(pmd.HEADER.pack(2, 0, kind) + content, 1.0).readings == ((0.001, -0.002, 0.127),)


def test_differences_unpack_as_in_polars_own_test() -> None:
    """The bytes and the numbers of testPmdDeltaFrameDecoder in polar-ble-sdk."""
    content = bytes.fromhex("ffff ffff ffff  03 03 aaaacccf  03 02 aaaacc")
    assert pmd.decompress(content) == [(-1, -1, -1), (1, -4, 1), (-2, -2, 2), (1, -4, 1), (3, -7, 3), (0, -5, 4)]


def test_a_compressed_frame_in_g_by_its_factor() -> None:
    content = struct.pack("<3h", 4096, 0, -4096) + bytes([4, 1]) + (0x2 | 0xF << 4 | 0x3 << 8).to_bytes(2, "little")
    in_g = pmd.parse_frame(pmd.HEADER.pack(2, 0, 0x80) + content, factor=1 / 4096)
    assert in_g.readings == ((1.0, 0.0, -1.0), (4098 / 4096, -1 / 4096, -4093 / 4096))
    in_milli_g = pmd.parse_frame(pmd.HEADER.pack(2, 0, 0x81) + content, factor=0.25)
    assert in_milli_g.readings[0] == pytest.approx((1.024, 0.0, -1.024))


def packed(width: int, rows: list[tuple[int, int, int]]) -> bytes:
    bits, at = 0, 0
    for value in (value for row in rows for value in row):
        bits |= (value & ((1 << width) - 1)) << at
        at += width
    return bytes([width, len(rows)]) + bits.to_bytes((at + 7) // 8, "little")


@given(st.data())
def test_any_differences_come_back(data: st.DataObject) -> None:
    axis = st.integers(-32768, 32767)
    reference = data.draw(st.tuples(axis, axis, axis))
    expected, content = [reference], struct.pack("<3h", *reference)
    for width in data.draw(st.lists(st.integers(1, 16), max_size=4)):
        change = st.integers(-(1 << (width - 1)), (1 << (width - 1)) - 1)
        rows = data.draw(st.lists(st.tuples(change, change, change), max_size=9))
        content += packed(width, rows)
        for row in rows:
            expected.append(tuple(a + b for a, b in zip(expected[-1], row, strict=True)))  # type: ignore[arg-type]
    assert pmd.decompress(content) == expected


def test_readings_of_a_polar_frame_are_spread_by_the_sensors_own_clock() -> None:
    """A crystal that is 1 % slow, and packets that come late: the times keep the crystal's rhythm."""
    stream, period_s = PolarMotion(), 1.01 / 52.0
    times: list[float] = []
    for number in range(1, 200):
        watch_s = 800e6 + number * 20 * period_s
        packet = pmd.HEADER.pack(2, round(watch_s * 1e9), 1) + struct.pack("<60h", *[0, 0, 1000] * 20)
        times += [sample.t for sample in stream.feed(packet, 100.0 + number * 20 * period_s + (0.03, 0.2, 0.09)[number % 3])]
    settled = times[400:]
    steps = [later - sooner for sooner, later in pairwise(settled)]
    assert len(times) == 199 * 20
    assert min(steps) > 0.0
    assert steps == pytest.approx([period_s] * len(steps), abs=2e-3)
    assert settled[-1] == pytest.approx(100.03 + 199 * 20 * period_s, abs=5e-3), "the quickest packets tell the time"


# --- Bangle.js -------------------------------------------------------------------------------------------


def test_lines_of_a_bangle_are_put_together_from_packets() -> None:
    stream = BangleStream()
    assert fed(stream, b"\r\n>@A,1700000000000,-12,5") == []
    (sample,) = fed(stream, b"00,-1000\r\n@H,17000", t=20.0)
    assert accel_g(sample) == (-0.012, 0.5, -1.0)
    assert sample.t == pytest.approx(20.0)
    (beat,) = fed(stream, b"00000050,72,95\n", t=20.1)
    assert isinstance(beat, HeartRate)
    assert beat.bpm == 72.0
    assert beat.t == pytest.approx(20.05, abs=1e-4)


@pytest.mark.parametrize("line", [b"@H,1,72,30\n", b"@H,1,0,90\n", b"@H,1,250.5,100\n"])
def test_a_heart_rate_that_the_bangle_doubts_is_not_used(line: bytes) -> None:
    stream = BangleStream()
    assert fed(stream, line) == []
    assert stream.unused == 1


def test_a_bangles_broken_line_is_malformed_and_its_neighbours_are_used() -> None:
    reading = BangleStream().feed(b"@A,1,0,0,1000\n@A,2,0,zero,1000\n@A,3,0,0,1000\n=undefined\n", 5.0)
    samples = [next(reading), next(reading)]
    with pytest.raises(Malformed):
        next(reading)
    assert [accel_g(sample) for sample in samples] == [(0.0, 0.0, 1.0)] * 2


@pytest.mark.parametrize("line", [b"@A,1,2,3\n", b"@A,1,2,3,nan\n", b"@A,1,0,0,1e9\n", b"@H,1,60\n", b"@X,1\n", b"A" * 300])
def test_a_bangle_that_talks_nonsense(line: bytes) -> None:
    with pytest.raises(Malformed):
        fed(BangleStream(), line)


# --- whoever sends them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [HeartRateStream, InfiniTimeMotion, PolarMotion, BangleStream])
@given(
    packets=st.lists(ANY_BYTES | st.text("@AH,.-e0123456789\n").map(str.encode) | ANY_BYTES.map(lambda rest: b"\x02" + rest), max_size=6)
)
def test_any_bytes_are_samples_or_malformed(kind: type[Stream], packets: list[bytes]) -> None:
    stream = kind()
    for number, packet in enumerate(packets):
        try:
            samples = fed(stream, packet, 10.0 + number)
        except Malformed:
            continue
        for sample in samples:
            assert isinstance(sample, HeartRate | ImuSample)
            assert math.isfinite(sample.t)
            assert not isinstance(sample, ImuSample) or max(map(abs, sample.accel)) < 400.0


@given(st.binary(max_size=40).map(lambda rest: b"\xf0\x01\x02\x00\x00" + rest))
def test_any_answer_leads_to_a_request_or_is_malformed(packet: bytes) -> None:
    try:
        offered = pmd.parse_answer(packet).settings
    except Malformed:
        return
    assert pmd.ask_start(offered)[:2] == b"\x02\x02"
