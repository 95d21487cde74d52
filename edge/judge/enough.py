"""How many movements of one kind must be seen before they are a set.

Refuses to know: what was counted and decided, what is being done, words.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from edge.judge.candidate import CLEAR_COST, TIE, Candidate, are_about_even, are_believable, are_small

SPEAKS_FOR_ITSELF = 0.6
"""The highest cost at which a single repetition is counted where one is enough; each such cost asks for one gesture-like one more."""
GESTURE = 0.12
"""... and where gestures mimic it, clear as it is: of 72 that began true sets alone two cost more."""
PAIR, PAIR_SIZE = 2, 1.45
"""Where so few gestures are enough they must fit, and both go so many least sizes, or one more is needed: who sets up a bar lets the
shoulders sink twice, who takes out a phone lifts a foot twice. Of 32 true pairs one fitted worse, and none was smaller than 1.49."""
SMALL_EXTRA = 2
"""An excursion that just passes its least size needs so many more of its kind."""
DOUBT_EXTRA, SEAM_EXTRA = 2, 3
"""So many more are needed of what a rule calls not plain, a crouch with the hands low may be a pick-up; of what no visible limb did;
and of what people do between sets too, where these take unevenly long. One more of the first where something else looks more like itself:
side lunges out of walking about, push-ups over a bar that is set up."""
UNEVEN_SMALL_EXTRA = 4
"""So many more of what hardly moves, where it does so now and then: the knee of somebody who talks, a body that is misread while they walk
about. Of anything else one more. None of 611 made-up sets was small and uneven."""
ODD, ODD_EXTRA = 2.0, 2
"""So many more where none of them is plain and most go no further, in least sizes: who sets up a bar crouches as often as that. Of 14 true
sets of which none was plain each went 2.1 times as far."""
MODEST, WORSE = 1.6, 2.4
"""In least sizes: what goes no further, and by the second times its cost squared further, is not believed alone; two or more of it need
another where they fit badly or something else does nearly as well. True sets that one repetition began went 1.71 at a cost of 0.19, 1.98 at
0.36, 2.9 at 0.5; a lunge out of walking about was 1.54, side lunges out of it 2.0 and 2.3 at 0.59."""
RESTED_S, RESTED_SHARE = 5.0, 0.9
"""One more is needed where a pause between two of them is longer than both the first, s, and so many of their own lengths: people sit
down twice in a minute. None of 282 rendered sets and 45 made-up visits began so. Not of what gestures mimic: one that was passed over may
lie between."""


def needed(candidate: Candidate, kin: Sequence[Candidate], alone: bool, seam: bool) -> int:
    """kin: what was seen of the candidate's kind. alone: one could be enough. seam: the way between two of the opposite."""
    rule, fewest = candidate.rule, 2 if not alone or not _is_believed_alone(candidate) or _is_odd(kin) else 1
    small = are_small(kin, rule)
    number = rule.confirm + (SMALL_EXTRA if small else _go_no_further(kin, MODEST) and not _speaks_for_itself(candidate, TIE))
    number += (0 if are_believable(kin, fewest) else DOUBT_EXTRA + (candidate.cost > candidate.rival)) - all(c.is_clear for c in kin)
    number = max(number + _as_gestures(kin), fewest)
    number += 0 if are_about_even(kin[-number:]) else UNEVEN_SMALL_EXTRA if rule.lone or small else 1
    number += not rule.steady and _rested(kin[-number:])
    number += ODD_EXTRA if _go_no_further(kin, ODD) and not any(c.plain for c in kin) else 0
    return number + (SEAM_EXTRA if seam else 0)


def _as_gestures(kin: Sequence[Candidate]) -> int:
    """So many more the worse they fit, of what gestures mimic or what hardly moves."""
    rule, cost = kin[-1].rule, median([c.cost for c in kin])
    if not (rule.steady or rule.lone):
        return 0
    may_be_gestures = cost > CLEAR_COST or min(c.excursion.size for c in kin[-PAIR:]) < PAIR_SIZE * rule.least
    return max(int(cost / SPEAKS_FOR_ITSELF), rule.steady and rule.confirm == PAIR and may_be_gestures)


def _is_believed_alone(candidate: Candidate) -> bool:
    """The worse it fits, the further it must go; what gestures mimic must fit."""
    far = candidate.excursion.size >= (MODEST + WORSE * candidate.cost**2) * candidate.rule.least
    return far and _speaks_for_itself(candidate, 0.0) and not (candidate.rule.steady and candidate.cost > GESTURE)


def _is_odd(kin: Sequence[Candidate]) -> bool:
    """Whether what came now and then before the newest was not plain: who sets up a bar crouches by it, and now and then upright."""
    return _rested(kin) and not all(c.plain for c in kin)


def _go_no_further(run: Sequence[Candidate], sizes: float) -> bool:
    """Most of them than so many least sizes."""
    return median([c.excursion.size for c in run]) < sizes * run[-1].rule.least


def _speaks_for_itself(candidate: Candidate, lead: float) -> bool:
    """Whether it fits and nothing else does better, or costs only so little more."""
    return candidate.cost <= min(SPEAKS_FOR_ITSELF, candidate.rival - lead)


def _rested(run: Sequence[Candidate]) -> bool:
    """Whether two of them are as far apart as what has nothing to do with each other."""
    pauses = [after.t_start - before.t_end for before, after in pairwise(run)]
    return max(pauses, default=0.0) > max(RESTED_S, RESTED_SHARE * median([c.duration for c in run]))
