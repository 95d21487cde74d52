"""A recording's bytes, whole or damaged -> its messages, and an account of those that are missing.

Refuses to know: files, and the recording's header.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from edge.sentence import Sentence
from edge.store.chunks import Chunk, FileBytes, Walk, walk
from edge.store.decoding import decode_chunk
from edge.store.encoding import Message

CLOSING = "edgecoach.closed"
"""The metadata record that closes a recording: how many messages there are, and the writer's remarks."""

LARGEST_GAP_NS = 60_000_000_000
"""A damaged chunk that claims to end later than this after the last whole one is not believed."""


@dataclass(slots=True)
class Loss:
    """What a damaged recording no longer holds.

    messages, seconds: known to be gone, from between others or from a damaged end. breaks_off_s: the file was never closed,
    and its last whole message came that long after its first. header: the settings at its start are gone.
    """

    messages: int = 0
    seconds: float = 0.0
    breaks_off_s: float | None = None
    header: bool = False

    def __bool__(self) -> bool:
        return bool(self.messages or self.seconds or self.header) or self.breaks_off_s is not None

    def __str__(self) -> str:
        return "; ".join(self.sentences())

    def sentences(self) -> tuple[Sentence, ...]:
        """Without anything before or after that says of what."""
        said = []
        if self.header:
            said.append(Sentence("damage.header", "its header is damaged, so body size and settings are the defaults"))
        if self.breaks_off_s is not None:
            english = "it breaks off after {seconds} s (a power cut costs up to a second, an interrupted copy more)"
            said.append(Sentence("damage.breaks_off", english, seconds=f"{self.breaks_off_s:.1f}"))
        if self.messages:
            english = "{many} messages ({seconds} s) are damaged and lost"
            said.append(Sentence("damage.messages", english, many=str(self.messages), seconds=f"{self.seconds:.1f}"))
        elif self.seconds:
            said.append(Sentence("damage.some", "some messages ({seconds} s) are damaged and lost", seconds=f"{self.seconds:.1f}"))
        return tuple(said)


class Recovery:
    """One pass through a file. Messages are numbered, so what is missing between two of them is counted exactly."""

    def __init__(self, data: FileBytes, lost: Loss) -> None:
        self._data = data
        self._lost = lost
        self.remarks: dict[str, str] = {}
        self._expected = 0
        self._first_ns: int | None = None
        self._last_ns = 0

    def messages(self) -> Iterator[Message]:
        """Every message that is whole; `lost` is complete after the last."""
        so_far = Walk()
        for chunk in walk(self._data, so_far):
            yield from self._messages(chunk)
        self._account_for_end(so_far)

    def _messages(self, chunk: Chunk) -> Iterator[Message]:
        filed = list(chunk.messages())
        for (_, sequence, _, _), found in zip(filed, decode_chunk(filed), strict=True):
            if sequence != self._expected:
                self._account_for_gap(sequence, chunk)
            self._expected = sequence
            if found is not None:  # another version's message is passed over, and counted by the next one's number
                self._expected += len(found)
                yield from found
        self._first_ns = chunk.start_ns if self._first_ns is None else self._first_ns
        self._last_ns = max(self._last_ns, chunk.end_ns)

    def _account_for_gap(self, sequence: int, chunk: Chunk) -> None:
        self._lost.messages += max(0, sequence - self._expected)
        if self._first_ns is not None:
            self._lost.seconds += max(0, chunk.start_ns - self._last_ns) / 1e9
            self._last_ns = max(self._last_ns, chunk.start_ns)

    def _account_for_end(self, so_far: Walk) -> None:
        unread_ns = so_far.lost_until_ns - self._last_ns
        if 0 < unread_ns < LARGEST_GAP_NS:
            self._lost.seconds += unread_ns / 1e9
        written = so_far.metadata.get(CLOSING)
        if written:
            self.remarks = {name: text for name, text in written.items() if name != "messages"}
            self._lost.messages += max(0, int(written["messages"]) - self._expected)
        else:
            self._lost.breaks_off_s = (self._last_ns - (self._first_ns or 0)) / 1e9
