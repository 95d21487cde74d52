"""What a person can want of the box: every option, with its unit, default and description.

Refuses to know: files, and what a setting leads to.
"""

import hashlib
from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError


class Section(BaseModel):
    """Options that belong together: frozen, and a name that is not one of them is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Camera(Section):
    """Where the picture comes from, and the pose model that reads it."""

    source: Literal["auto", "csi", "picamera2", "v4l2", "rtsp", "gstreamer", "file", "folder"] = Field(
        "auto", description="Kind of camera. auto takes the first that answers: the board's own camera, then USB."
    )
    device: str = Field("", description="Which camera of that kind, such as /dev/video0 or a CSI sensor's number; empty: the first one.")
    url: str = Field("", description="Address of an IP camera or phone, for source rtsp.")
    path: str = Field("", description="Video file or folder of images, for source file and folder.")
    pipeline: str = Field("", description="Elements before the appsink, for source gstreamer.")
    width_px: int = Field(640, ge=64, le=7680, description="Wanted width of a frame.")
    height_px: int = Field(480, ge=64, le=4320, description="Wanted height of a frame.")
    rate_hz: float = Field(30.0, ge=1, le=240, description="Wanted frames a second.")
    rotate_deg: Literal[0, 90, 180, 270] = Field(0, description="Turn the picture clockwise, for a camera mounted on its side.")
    mirror: bool = Field(False, description="Swap left and right, for a camera that delivers a mirror image.")
    runtime: Literal["auto", "onnxruntime", "litert", "mediapipe"] = Field(
        "auto", description="What runs the pose model. auto: onnxruntime on x86-64, LiteRT on ARM."
    )
    threads: int = Field(0, ge=0, le=64, description="Processor threads of the pose model; 0: as many as there are cores, 4 at most.")
    prefer: Literal["largest", "nearest", "center", "left", "right"] = Field(
        "largest",
        description="Whom to follow when several people are in view. largest, nearest (to the last one seen): until they leave. "
        "center, left, right: whoever stands in that place.",
    )

    @model_validator(mode="after")
    def _has_what_its_source_needs(self) -> Self:
        needed = {"rtsp": "url", "gstreamer": "pipeline", "file": "path", "folder": "path"}.get(self.source)
        if needed and not getattr(self, needed):
            facts = {"source": self.source, "needed": needed, "option": "source"}
            raise PydanticCustomError("needs", 'source "{source}" needs {needed}', facts)
        return self


class Imu(Section):
    """A body-worn MPU6050 on the I2C bus, or one that a hobby board forwards over a serial line."""

    source: Literal["none", "mpu6050", "serial"] = Field(
        "none", description="What is worn here: none, a chip on the I2C bus, or a serial line."
    )
    bus: int = Field(1, ge=0, le=255, description="Number of the I2C bus, for source mpu6050: 1 is /dev/i2c-1.")
    address: Literal[0x68, 0x69] = Field(
        0x68,
        json_schema_extra={"base": 16},
        description="The chip's address, for source mpu6050: 0x68 (104), or 0x69 (105) with AD0 high.",
    )
    serial_port: str = Field("", description="The serial line, for source serial, such as /dev/ttyUSB0; 115200 baud, CSV lines.")
    rate_hz: int = Field(200, ge=50, le=1000, description="Readings a second; the chip's low-pass filter is set to match.")
    axes: str = Field("x, y, z", description='How it is mounted: which of its axes point forward, left and up, such as "x, z, -y".')

    @model_validator(mode="after")
    def _has_its_line(self) -> Self:
        if self.source == "serial" and not self.serial_port:
            facts = {"source": self.source, "needed": "serial_port", "option": "source"}
            raise PydanticCustomError("needs", 'source "{source}" needs {needed}', facts)
        return self


class WristImu(Imu):
    """An IMU worn on the wrist."""


class ThighImu(Imu):
    """An IMU worn on the thigh, above the knee."""


class ShankImu(Imu):
    """An IMU worn on the shank, above the ankle."""


class TrunkImu(Imu):
    """An IMU worn on the chest or the small of the back."""


class BarImu(Imu):
    """An IMU fixed to the bar or the dumbbell."""


class Imus(Section):
    """Body-worn sensors, by where they are worn."""

    wrist: WristImu = WristImu()
    thigh: ThighImu = ThighImu()
    shank: ShankImu = ShankImu()
    trunk: TrunkImu = TrunkImu()
    bar: BarImu = BarImu()

    @model_validator(mode="after")
    def _are_different_sensors(self) -> Self:
        places: dict[tuple[int, int] | str, str] = {}
        for place in type(self).model_fields:
            imu: Imu = getattr(self, place)
            sensor = imu.serial_port if imu.source == "serial" else (imu.bus, imu.address)
            if imu.source != "none" and places.setdefault(sensor, place) != place:
                facts = {"other": places[sensor], "option": place}
                raise PydanticCustomError("needs", "{option} and {other} name the same sensor", facts)
        return self


class Watch(Section):
    """The smartwatch or chest strap that was paired with `edgecoach pair`."""

    use: bool = Field(True, description="Listen to the paired watch; nothing is sought where none is paired.")
    motion: bool = Field(True, description="Use its motion sensor too, where it has one that it shows.")
    adapter: str = Field("", description="Bluetooth adapter, such as hci0; empty: the first one.")
    max_heart_bpm: int = Field(0, ge=0, le=240, description="Highest heart rate, for zones; 0: from the person's age, where it is known.")


class Capture(Section):
    """Sensors."""

    camera: Camera = Camera()
    imu: Imus = Imus()
    watch: Watch = Watch()


class Judge(Section):
    """What is being trained."""

    exercise: str = Field("auto", description="auto recognises the exercise; a name, such as squat, expects only that one.")


Pin: TypeAlias = int | str
"""33: that pin of the 40-pin header, on any board. "GPIO13": the name printed in the board's pin-out. 0: not connected."""


WIRED = ("pin", "red", "green", "blue")
"""Options that are a Pin."""
HEADER_PINS = 40


def _take_pin(taken: dict[Pin, str], pin: Pin, option: str) -> None:
    """Which option has it from now on. The same pin under two names is only found where the board is known, but "33" is 33."""
    pin = int(pin) if isinstance(pin, str) and pin.strip().isdecimal() else pin
    facts = {"option": option, "pin": pin, "other": taken.setdefault(pin, option), "last": HEADER_PINS}
    if isinstance(pin, int) and not 1 <= pin <= HEADER_PINS:
        raise PydanticCustomError("needs", "the header has pins 1 to {last}, and {pin} is none of them", facts)
    if taken[pin] != option:
        raise PydanticCustomError("needs", "pin {pin} is taken by {other}", facts)


class CueSwitches(Section):
    """How strongly each sense is spoken to, where the person has not chosen otherwise."""

    sound: float = Field(1.0, ge=0, le=1, description="Loudness of tones, 0 (off) to 1.")
    voice: float = Field(1.0, ge=0, le=1, description="Loudness of spoken cues, 0 (off) to 1.")
    haptics: float = Field(1.0, ge=0, le=1, description="Strength of the vibration, 0 (off) to 1.")
    light: float = Field(1.0, ge=0, le=1, description="Brightness of the lights, 0 (off) to 1.")
    voice_gap_s: float = Field(4.0, ge=1, le=60, description="Least time between two spoken cues; a warning does not wait for it.")
    count_aloud: bool = Field(False, description="Speak the number of each repetition.")
    quiet_from: str = Field("", description='Nothing sounds from this time of day on, such as "21:30"; empty: no quiet hours.')
    quiet_until: str = Field("", description='Sounds are allowed again from this time of day on, such as "07:00".')

    @model_validator(mode="after")
    def _has_both_ends(self) -> Self:
        given, missing = ("quiet_from", "quiet_until") if self.quiet_from else ("quiet_until", "quiet_from")
        if getattr(self, given) and not getattr(self, missing):
            raise PydanticCustomError("needs", "{option} needs {needed}", {"option": given, "needed": missing})
        if self.quiet_from and self.quiet_from == self.quiet_until:
            facts = {"option": missing, "other": given}
            raise PydanticCustomError("needs", "{option} is the same time as {other}, so that no hour is quiet: leave both empty", facts)
        return self


class Audio(Section):
    """The loudspeaker."""

    use: bool = Field(True, description="Play tones and speech.")
    device: str = Field("default", description="ALSA device, such as default or plughw:1,0 (`aplay -L` lists them).")
    voice: str = Field("", description="espeak-ng's voice, such as en-gb, or a piper voice's .onnx file; empty: the language's own.")


class Haptics(Section):
    """The vibration motor, behind a transistor."""

    pin: Pin = Field(0, description='Pin of the motor: a number of the 40-pin header, or a name such as "GPIO13"; 0: there is none.')


class Buzzer(Section):
    """A passive buzzer, for boxes without a loudspeaker."""

    pin: Pin = Field(0, description='Pin of the buzzer: a number of the 40-pin header, or a name such as "GPIO13"; 0: there is none.')


class Lights(Section):
    """A three-coloured light."""

    red: Pin = Field(0, description="Pin of the red light; 0: there is none.")
    green: Pin = Field(0, description="Pin of the green light; 0: there is none.")
    blue: Pin = Field(0, description="Pin of the blue light; 0: there is none.")
    active_high: bool = Field(True, description="Whether a high level lights it; false for a common anode.")


class Button(Section):
    """The start/stop button, between its pin and ground."""

    pin: Pin = Field(0, description="Pin of the button; 0: there is none.")
    debounce_s: float = Field(0.03, ge=0.001, le=0.5, description="A contact that changes faster than this is bouncing.")
    long_press_s: float = Field(1.5, ge=0.3, le=10, description="Held this long, it ends the session.")


class Respond(Section):
    """How the athlete is told."""

    language: Literal["english", "spanish"] = Field("english", description="Language of cues and pages.")
    cues: CueSwitches = CueSwitches()
    audio: Audio = Audio()
    haptics: Haptics = Haptics()
    buzzer: Buzzer = Buzzer()
    lights: Lights = Lights()
    button: Button = Button()

    @model_validator(mode="after")
    def _has_a_pin_for_each(self) -> Self:
        taken: dict[Pin, str] = {}
        for part in ("haptics", "buzzer", "lights", "button"):
            for name, pin in getattr(self, part):
                if name in WIRED and pin:
                    _take_pin(taken, pin, f"{part}.{name}")
        return self


class Store(Section):
    """What is kept, and where."""

    recording: bool = Field(True, description="Record each session, so that it can be replayed: poses and sensor readings, never pictures.")
    ends_after_s: float = Field(
        120.0, ge=10, le=3600, description="A session ends when nobody was there for so many seconds: more where people rest elsewhere."
    )
    keep_days: int = Field(0, ge=0, le=36500, description="A session older than so many days is removed; 0: kept until somebody erases it.")
    keep_mb: int = Field(
        8000, ge=0, le=10_000_000, description="When recordings take more than so many megabytes, the oldest go; 0: no limit."
    )
    state_dir: str = Field(
        "",
        description="Folder for what the box learns and records, on a box /var/lib/edgecoach. "
        "Empty: $EDGECOACH_STATE or ~/.local/state/edgecoach.",
    )
    models_dir: str = Field(
        "",
        description="Folder of the models that were fetched, on a box /var/lib/edgecoach/models. "
        "Empty: $EDGECOACH_MODELS or ~/.cache/edgecoach/models.",
    )


class Web(Section):
    """The page."""

    listen: str = Field(
        "127.0.0.1", description="Address that the page is served on. 127.0.0.1: this machine only; 0.0.0.0: the whole network."
    )
    port: int = Field(8080, ge=1, le=65535, description="Port that the page is served on.")
    names: Literal["typed", "listed"] = Field(
        "typed",
        description="How people say at the box who they are. typed: by their initials, name or number, or a card, and the screen shows "
        "initials only; listed: by a touch in the list of everybody's names, which all who come by can read.",
    )


class Config(Section):
    """Every option. The sections are the rooms, in the order in which data flows."""

    capture: Capture = Capture()
    judge: Judge = Judge()
    respond: Respond = Respond()
    store: Store = Store()
    web: Web = Web()

    @property
    def digest(self) -> str:
        """16 hex digits that change with any option; recordings name the configuration by it."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:16]
