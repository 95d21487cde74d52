"""A recording -> its whole session once more, this time with the body: what playback, reports and exports are made of.

`revisited` gives everything while the recording is read, at the rate of its frames; `findings_of` is what is kept of it: ten moments a
second, the range of each repetition, the load. Refuses to know: who trained, words, pages and files' formats.
"""

from edge.revisit.findings import FORMAT, Findings, findings_of
from edge.revisit.kept import Shelf, findings, kept_findings
from edge.revisit.once_more import Revisit, revisited
from edge.revisit.track import HZ, Track

__all__ = ["FORMAT", "HZ", "Findings", "Revisit", "Shelf", "Track", "findings", "findings_of", "kept_findings", "revisited"]
