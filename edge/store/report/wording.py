"""Keys, numbers and dates -> as a person writes them in the report's language.

Refuses to know: what is reported. The sentences are handed in: respond/words, key -> text with {fields}.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from edge.sentence import translated
from edge.store.report.sheet import Measured

SIDES = ("left", "right")


class Wording:
    """One language."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def say(self, key: str, **fields: object) -> str:
        """The sentence. Raises KeyError for one that the language has not got."""
        text = self._words[key].format(**fields)
        return text[:-1] if text.endswith("..") else text  # an abbreviation at a sentence's end

    def sentence(self, told: str) -> str:
        """What went wrong; in English where nobody put it into words."""
        return translated(told, self._words)

    def name(self, table: str, key: str) -> str:
        """A name out of a table of names; readably where it has none."""
        return self._words.get(f"{table}.{key}", key.replace("_", " "))

    def title(self, table: str, key: str) -> str:
        """As `name`, beginning with a capital."""
        name = self.name(table, key)
        return name[:1].upper() + name[1:]

    def angle(self, name: str) -> str:
        """`left_knee_flexion` -> `Knee flexion, left`."""
        side, _, rest = name.partition("_")
        if side in SIDES:
            return self.say("sheet.sided", what=self.title("angle", rest), side=self.short_side(side))
        return self.title("angle", name)

    def joint(self, name: str) -> str:
        """`left_knee` -> `Left knee`."""
        return self.title("joint", name)

    def short_side(self, side: str) -> str:
        return self.say("sheet.left") if side == "left" else self.say("sheet.right")

    def number(self, value: float, digits: int = 0) -> str:
        """Without a minus before nothing."""
        text = f"{value:.{digits}f}"
        text = text.removeprefix("-") if float(text) == 0.0 else text.replace("-", "−")
        return text.replace(".", self.say("sheet.decimal"))

    def degrees(self, value: float) -> str:
        return f"{self.number(value)}°"

    def span(self, low: float, high: float) -> str:
        """`−18° to 8°`."""
        return self.say("sheet.span", low=self.degrees(low), high=self.degrees(high))

    def measured(self, value: Measured) -> str:
        """`72° ± 27°`: the error bar in which the true value lies 95 times in 100."""
        return f"{self.degrees(value.value)} ± {self.degrees((value.high - value.low) / 2)}"

    def good(self, good: int, judged: int, reps: int) -> str:
        """How many were good: of those that were judged, which is said where it is not all of them."""
        if not judged:
            return "–"
        return str(good) if judged == reps else self.say("sheet.good_of", good=good, judged=judged)

    def size(self, value: float, unit: str) -> str:
        """How far beyond a limit, in the units of exercises.toml."""
        known = {"deg": ("°", 1.0, 0), "s": (" s", 1.0, 1), "m": (" cm", 100.0, 0), "ratio": (" %", 100.0, 0), "percent": (" %", 1.0, 0)}
        sign, factor, digits = known.get(unit, (f" {unit}", 1.0, 1))
        least = 10.0**-digits
        said = f"< {self.number(least, digits)}" if 0.0 < factor * value < least / 2.0 else self.number(factor * value, digits)
        return f"{said}{sign}"

    def clock(self, seconds: float) -> str:
        """`1:05` into the session."""
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"

    def duration(self, seconds: float) -> str:
        """`42 s`, `12 min`, `1 h 05 min`."""
        if seconds < 90.0:
            return f"{seconds:.0f} s"
        minutes = round(seconds / 60.0)
        return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"

    def date(self, t: float) -> str:
        """`21 November 2026`, at the box's place."""
        day = _local(t)
        return self.say("sheet.date", day=day.day, month=self.say("sheet.months").split()[day.month - 1], year=day.year)

    def short_date(self, t: float) -> str:
        """`21 Nov`, for axes."""
        day = _local(t)
        return f"{day.day} {self.say('sheet.months').split()[day.month - 1][:3]}"

    def time_of_day(self, t: float) -> str:
        return f"{_local(t):%H:%M}"


def _local(t: float) -> datetime:
    return datetime.fromtimestamp(t, UTC).astimezone()
