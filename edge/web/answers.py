"""What the API answers -> its description and its JSON, from one model each.

Refuses to know: where the values come from. Times of day are seconds since 1970, times within a session seconds from its start.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Json = dict[str, Any]
RoleWord = Literal["nobody", "phone", "athlete", "clinician", "technician"]


class Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Problem(Answer):
    """What went wrong, one sentence for a person, with what to do about it. key: of the same sentence in GET /api/words, with these
    fields; empty where there are no words for it."""

    error: str
    key: str = ""
    fields: dict[str, str] = {}


class Done(Answer):
    done: bool = True


class Me(Answer):
    """csrf: to be repeated in the header X-CSRF of whatever changes something. opened: to the network. names_listed: to pick from."""

    role: RoleWord
    csrf: str
    language: str
    demo: bool
    safe_mode: bool
    opened: bool
    names_listed: bool
    version: str


class Consent(Answer):
    recording: bool
    phone: bool
    given_at: float | None


class GoalTold(Answer):
    exercise: str
    measure: str
    target: float


class Person(Answer):
    """For an athlete only id and name; of themselves also what they agreed to."""

    id: str
    name: str
    height_m: float | None = None
    mass_kg: float | None = None
    sex: str | None = None
    age: float | None = None
    goals: list[GoalTold] = []
    consent: Consent | None = None
    language: str = ""
    created_at: float | None = None
    has_card: bool | None = None


class ExerciseCount(Answer):
    """unjudged: of reps, those of which nobody could say how they were done."""

    exercise: str
    reps: int
    good: int
    unjudged: int
    held_s: float


class Summary(Answer):
    """One line of the list of sessions. person_id: empty for a guest."""

    id: str
    person_id: str
    started_at: float
    clock_trusted: bool
    duration_s: float
    reps: int
    good: int
    unjudged: int
    score: float | None
    recording: str
    exercises: list[ExerciseCount]


class SessionTold(Answer):
    """A whole session. rep_count and good are of all repetitions, which `reps` holds as `analyze --json` does."""

    id: str
    person_id: str
    started_at: float
    clock_trusted: bool
    duration_s: float
    rep_count: int
    good: int
    unjudged: int
    score: float | None
    recording: str
    exercises: list[ExerciseCount]
    reps: list[Json]
    holds: list[Json]
    faults: list[Json]
    cues: list[Json]
    sets: list[Json]
    segments: list[Json]
    postures: list[Json]
    coach: list[Json]
    quality: Json
    config_hash: str
    model_hashes: dict[str, str]


class SessionLine(Answer):
    """One session of a person's progress. ranges: exercise -> mean range, degrees. load: exercise -> percent of strength, null: unknown."""

    id: str
    started_at: float
    reps: int
    good: int
    unjudged: int
    score: float | None
    duration_s: float
    exercises: list[ExerciseCount]
    ranges: dict[str, float]
    load: dict[str, float | None]


class GoalDone(Answer):
    """done: this week, or the best range of the last session that had the exercise, in the goal's own measure."""

    exercise: str
    measure: str
    target: float
    done: float


class Week(Answer):
    """week: its Monday, such as 2026-11-16."""

    week: str
    sessions: int


class ProgressTold(Answer):
    """unseen: so many sessions' load is still to be worked out, which the box does while nobody trains."""

    sessions: list[SessionLine]
    goals: list[GoalDone]
    adherence: list[Week]
    unseen: int


class Waiting(Answer):
    """It is being made: ask again. progress: 0..1."""

    progress: float


class Lost(Answer):
    """What could not be read. key, fields: as of a Problem."""

    text: str
    key: str = ""
    fields: dict[str, str] = {}


class Track(Answer):
    """Ten moments a second. world: 99 mm, or null; seen: bit i is landmark i. lost: of a damaged recording."""

    t: list[float]
    world: list[list[int] | None]
    seen: list[int]
    angles: Json
    load: Json
    lost: list[Lost]


class ExerciseTold(Answer):
    name: str
    label: str
    holds: bool
    side: str
    told: bool


class AngleTold(Answer):
    key: str
    label: str
    group: str
    normal_range_deg: list[float] | None
    sign: str
    caution: str


class UploadMade(Answer):
    id: str


class UploadTold(Answer):
    """state: waiting, working, done or failed. error, key, fields: as of a Problem. result: as `edgecoach analyze --json` gives it."""

    state: Literal["waiting", "working", "done", "failed"]
    progress: float = Field(ge=0, le=1)
    error: str | None = None
    key: str = ""
    fields: dict[str, str] = {}
    result: Json | None = None


class Check(Answer):
    """One of the doctor's. name: of `check_name.` among the words. state: ok, info, warning or issue. texts: one, or one of each device.
    advice: null where nothing is to be done, or the text says it too."""

    name: str
    state: str
    texts: list[Problem]
    advice: Problem | None


class Mistake(Problem):
    """In the configuration. line: of the file, null where it is of no line."""

    line: int | None


class Camera(Answer):
    """One that can be chosen. name: what it calls itself. chosen: the configuration names it."""

    source: str
    device: str
    name: str
    chosen: bool


class CameraNow(Answer):
    """The configured camera. open: what the one that is open calls itself, empty while none is."""

    source: str
    device: str
    rotate_deg: int
    mirror: bool
    open: str


class Technician(Answer):
    """camera: null where none can be chosen. logs: the newest lines, oldest first. fingerprint: of the page's certificate, where it is
    open to a network."""

    health: Json | None
    checks: list[Check]
    mistakes: list[Mistake]
    cameras: list[Camera]
    camera: CameraNow | None
    logs: list[str]
    fingerprint: str | None = None


class Pairing(Answer):
    """code: for the phone, shown on the box; url, qr_svg: of the page that asks for it, with the code in it."""

    code: str
    url: str
    qr_svg: str
    expires_s: int


class AuditLine(Answer):
    number: int
    at: float
    who: str
    did: str
    subject: str
