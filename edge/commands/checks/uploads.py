"""What this kernel gives everybody to confine a process by -> a finding about the children that look into files of strangers.

Refuses to know: the files.
"""

from edge.doctor import Finding, Level, Patient, check
from edge.web.confinement import can_filter, landlock_version


@check("uploads", "web")
def uploads(patient: Patient) -> Finding:
    files, network = landlock_version() > 0, can_filter()
    sentence = f"uploads are kept from the box's files: {_yes(files)}, from the network: {_yes(network)}"
    if files and network:
        return Finding(Level.OK, sentence)
    advice = "let only people whom you trust upload files, or use a kernel with Landlock (5.13 or newer) and seccomp"
    return Finding(Level.INFO, f"{sentence}; memory, time and size of what they write are limited all the same", advice)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"
