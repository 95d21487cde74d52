"""What typer and pydantic say of a mistake, `name: Input should be …` -> the same in plain words.

Refuses to know: who made the mistake. The command line and the page's API say it in the same words; a configuration, whose mistakes
have lines, in its own.
"""

import re

WORDINGS = tuple(
    (re.compile(theirs), ours)
    for theirs, ours in (
        (r"^Invalid value for '(.+?)': (?=Input should be|Value error)", r"\1: "),
        (r": Value error, ", ": "),
        (r": Field required$", " is missing"),
        (r": Extra inputs are not permitted$", " is nothing that can be given here"),
        (r": String should have at least 1 character$", " must not be empty"),
        (r": (?:String|List) should have at most (\d+) (character|item)s?\b.*$", r" must have at most \1 \2s"),
        (r": String should match pattern .*$", " has characters that cannot be used here"),
        (r": Input should be (.+?)(, unable .*)?$", r" must be \1"),
        (r"^Invalid JSON: .*$", "what was sent is not JSON"),
        (r"^Input should be (.+)$", r"what was sent must be \1"),
        (r"\ba valid integer\b", "a whole number"),
        (r"\ba valid number\b", "a number"),
        (r"\ba valid string\b", "text"),
        (r"\ba valid boolean\b", "true or false"),
        (r"\ba valid (list|array)\b", "a list"),
        (r"\bgreater than or equal to (\S+)", r"\1 or more"),
        (r"\bless than or equal to (\S+)", r"\1 or less"),
        (r"\bgreater than (\S+)", r"more than \1"),
    )
)
"""Theirs and ours, tried one after another."""


def in_plain_words(said: str) -> str:
    """One mistake; a wording that is not known stays as it is."""
    for theirs, ours in WORDINGS:
        said = theirs.sub(ours, said)
    return said
