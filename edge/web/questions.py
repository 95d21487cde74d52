"""What browsers may send -> checked values; the API's description is made from these same models.

Refuses to know: what is done about a request.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

IN_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]*$"
"""No control characters: nothing that breaks a line, or turns the order in which the text around it is read (Unicode UAX 9)."""
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=IN_ONE_LINE)]
Line = Annotated[str, StringConstraints(max_length=64, pattern=IN_ONE_LINE)]
Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Language = Literal["", "en", "es", "english", "spanish"]
Height = Annotated[float, Field(ge=0.5, le=2.6, description="m")]
Mass = Annotated[float, Field(ge=10.0, le=400.0, description="kg")]
Age = Annotated[float, Field(ge=3.0, le=120.0, description="years")]
Sex = Literal["F", "M"]


class Question(BaseModel):
    """Nothing but what is described; true is no number."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class Query(Question):
    """What follows a question mark is always text."""

    model_config = ConfigDict(strict=False)


class Login(Question):
    """A code of this box, as `edgecoach access new` printed it."""

    code: str = Field(min_length=1, max_length=64)


class GoalGiven(Question):
    """What a person works towards."""

    exercise: str = Field(max_length=40, pattern=r"^[a-z0-9_]*$")
    measure: Literal["repetitions_a_week", "sessions_a_week", "range_deg"]
    target: float = Field(gt=0, le=10_000)


class ConsentGiven(Question):
    """What a person agrees to; the time is the box's own."""

    recording: bool = False
    phone: bool = False
    given_at: float | None = Field(None, description="Not taken: the box writes down its own time.")


class NewPerson(Question):
    """Somebody who comes for the first time."""

    name: Name
    height_m: Height | None = None
    mass_kg: Mass | None = None
    sex: Sex | None = None
    age: Age | None = None
    goals: list[GoalGiven] = Field([], max_length=20)
    consent: ConsentGiven = ConsentGiven()
    language: Language = ""
    card: Line = ""


class PersonChange(Question):
    """Only what is given changes; null forgets a measure, an empty card the card."""

    name: Name | None = None
    height_m: Height | None = None
    mass_kg: Mass | None = None
    sex: Sex | None = None
    age: Age | None = None
    goals: list[GoalGiven] | None = Field(None, max_length=20)
    consent: ConsentGiven | None = None
    language: Language | None = None
    card: Line | None = None


class CardRead(Question):
    """The number that a card reader typed."""

    number: str = Field(min_length=1, max_length=64)


class NameTyped(Question):
    """Initials, a whole name, or the number of a card."""

    typed: Name


class Wish(Question):
    """What a button asks for. person: who it is about, chosen first, for `session` `start`."""

    name: Line
    value: Line = ""
    person: Identity | Literal[""] | None = None


class ReportWish(Question):
    """language: of whoever asks; that of the person whom it is about comes first."""

    kind: Literal["html", "pdf"] = "html"
    language: Language = ""


class CameraWish(Question):
    """The camera to use from now on, one of those that GET /api/technician lists, and how its picture is turned."""

    source: str = Field(max_length=20, pattern=r"^[a-z0-9]*$")
    device: str = Field("", max_length=200, pattern=IN_ONE_LINE)
    rotate_deg: Literal[0, 90, 180, 270] = 0
    mirror: bool = False


class JoinWish(Question):
    """The code that the box shows."""

    code: str = Field(min_length=1, max_length=64)


class SessionsQuery(Query):
    """person: only theirs, empty for guests'. before: that began before, seconds since 1970."""

    person: Line | None = None
    before: float | None = None
    limit: int = Field(50, ge=1, le=500)


class UploadQuery(Query):
    """name: of the file, for its ending alone."""

    name: str = Field(min_length=1, max_length=255)
