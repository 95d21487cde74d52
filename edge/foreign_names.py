"""Names with bytes that are no UTF-8, which Python keeps as halves of letters -> text that can be shown, written and read.

Refuses to know: where it is shown.
"""

import re

_BYTES = re.compile("[\udc80-\udcff]+")


def readable(text: str) -> str:
    """A mark (U+FFFD) in the place of every byte that is no letter, as file managers show it."""
    return _BYTES.sub(lambda run: run[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace"), text)


def shown(problem: UnicodeError) -> tuple[bytes, int]:
    """For `codecs.register_error`: what a stream cannot write becomes readable; escaped where the stream lacks that as well."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    part = readable(problem.object[problem.start : problem.end])
    return part.encode(problem.encoding, "backslashreplace"), problem.end
