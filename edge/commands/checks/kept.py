"""What is kept about people -> findings: whether it can be opened, and whether there is a way back in.

Refuses to know: what is kept. Looking at each row and recording is `edgecoach sessions verify`.
"""

from edge.doctor import Finding, Level, Patient, check
from edge.errors import EdgeError
from edge.store.archive import has_archive, open_archive


@check("archive", "store")
def archive(patient: Patient) -> Finding:
    try:
        if not has_archive(patient.state):
            return Finding(Level.INFO, "nothing is kept about anybody yet")
        with open_archive(patient.state, patient.clock) as kept:
            counts, recoverable, owed = kept.care.counts(), kept.care.recoverable, kept.care.owed()
    except EdgeError as problem:
        return Finding(Level.ISSUE, problem.what, problem.advice)
    if owed:
        return Finding(Level.WARNING, f"the backup in {owed[0]} still holds keys of people who were erased", "put it in reach, and back up")
    sentence = f"people: {counts['people']}, sessions: {counts['sessions']}"
    if not recoverable:
        advice = "`edgecoach sessions key` prints one, to be put away from the box"
        return Finding(Level.WARNING, f"{sentence}, and no recovery key was ever printed", advice)
    return Finding(Level.OK, f"{sentence}, and a recovery key was printed")
