"""A Bangle.js, spoken to in its own JavaScript over the Nordic UART service -> HeartRate, ImuSample.

After espruino.com/Interfacing (a line that begins with 0x10 is not echoed, 0x03 drops what is half typed) and its reference of
Bangle. Refuses to know: the radio.
"""

from collections.abc import Iterator

from edge.capture.line_clock import LineClock
from edge.capture.watch.arrival import DRIFT
from edge.capture.watch.heart_rate import HIGHEST_BPM, LOWEST_BPM
from edge.capture.watch.radio import Peer
from edge.capture.watch.stream import Malformed, motion
from edge.messages import HeartRate, ImuSample

NAME = "Bangle.js"
"""How its name begins. Other devices with a UART must not be sent JavaScript."""
TO_WATCH = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
FROM_WATCH = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"

PROGRAM = (
    "\x03\x10if(global.edgeStop)edgeStop();"
    "edgeT=()=>Math.round(getTime()*1000);"
    'edgeA=a=>Bluetooth.println("@A,"+[edgeT()].concat([a.x,a.y,a.z].map(v=>Math.round(v*1000))).join());'
    'edgeH=h=>Bluetooth.println("@H,"+[edgeT(),h.bpm,h.confidence].join());'
    'edgeStop=()=>{Bangle.removeListener("accel",edgeA);Bangle.removeListener("HRM",edgeH);'
    'Bangle.setHRMPower(0,"edge");Bangle.setOptions({powerSave:true});NRF.removeListener("disconnect",edgeStop);};'
    'Bangle.setOptions({powerSave:false});Bangle.setHRMPower(1,"edge");'
    'Bangle.on("accel",edgeA);Bangle.on("HRM",edgeH);NRF.on("disconnect",edgeStop);\n'
)
"""What it is told: print each reading as a line, with its own time in ms, accelerations in milli-g, and stop when we leave."""
FAREWELL = "\x10if(global.edgeStop)edgeStop();\n"

PACKET = 20
"""Bytes that fit into one write on any connection."""
MARK, FIELDS = "@", {"A": 3, "H": 2}
"""What a line of ours begins with, and how many values follow its time."""
LONGEST_LINE = 200
SURE = 50.0
"""Percent: below this confidence the watch itself hardly believes its heart rate."""


class BangleStream:
    """A Bangle.js 1 or 2: accelerometer at 12.5 Hz, heart rate once a second. wanted: the kinds of line to use."""

    name = "motion and heart rate"
    characteristic = FROM_WATCH
    advice = "leave its Bluetooth programmable in the watch's settings, and wear it snugly"

    def __init__(self, wanted: str = "AH") -> None:
        self.unused = 0
        self._wanted, self._clock, self._text = wanted, LineClock(DRIFT), ""

    async def start(self, peer: Peer) -> None:
        await _send(peer, PROGRAM)

    async def stop(self, peer: Peer) -> None:
        await _send(peer, FAREWELL)

    def feed(self, packet: bytes, t: float) -> Iterator[HeartRate | ImuSample]:
        """The lines that a packet completes: lines are cut across packets anywhere."""
        *lines, self._text = (self._text + packet.decode("ascii", errors="replace")).split("\n")
        problem = None
        for line in lines:
            try:
                yield from self._reading(line.strip(), t)
            except ValueError:
                problem = Malformed("a broken line")
        if len(self._text) > LONGEST_LINE:
            self._text, problem = "", Malformed("a line without end")
        if problem:
            raise problem

    def _reading(self, line: str, t: float) -> Iterator[HeartRate | ImuSample]:
        """Nothing of other lines: the watch has its own things to say, such as the prompt before ours. Raises ValueError."""
        _, marked, own = line.rpartition(MARK)
        if not marked:
            return
        kind, _, fields = own.partition(",")
        watch_ms, *values = (float(field) for field in fields.split(","))
        if len(values) != FIELDS.get(kind) or not all(abs(value) < 1e15 for value in (watch_ms, *values)):
            raise Malformed(line)
        if kind not in self._wanted:
            return
        taken = self._clock.feed(1e-3 * watch_ms, t)
        if kind == "A":
            yield motion(taken, *(1e-3 * value for value in values))
        elif values[1] >= SURE and LOWEST_BPM <= values[0] <= HIGHEST_BPM:
            yield HeartRate(taken, values[0])
        else:
            self.unused += 1


async def _send(peer: Peer, text: str) -> None:
    content = text.encode("ascii")
    for at in range(0, len(content), PACKET):
        await peer.write(TO_WATCH, content[at : at + PACKET])
