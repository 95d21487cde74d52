"""The avatar: a made-up person who exercises, filmed or as bare landmarks, with the exact truth beside it.

How to use it without rendering (numpy only, some ms a second of movement):

    from tools.avatar_studio import as_poses, random_spec, truth
    spec = random_spec(7, exercise="squat", view="45", tempo="slow", reps=5)   # seeds below 900000; every name is optional
    real = truth(spec)                    # .t .xyz (n,33,3) .px (n,33,2) .reps .holds .stretches .exercise .angles_deg()
    for sample in as_poses(real, numpy.random.default_rng(7)):                 # edge.messages.Pose | Nobody, 30 a second
        ...

    from tools.avatar_studio.worn import worn_samples                          # what an IMU on the figure would have read
    samples = worn_samples(real, "thigh", rate_hz=100.0, seed=7)

random_idle(seed, seconds) does nothing that counts; random_session(seed) is a whole visit: walks in, sets, rests, walks out. By hand:
Spec(seed, (Part("walk_in", seconds=3), Part("talk", seconds=8), Part("squat", reps), Part("plank", seconds=10)), ...).
"""

from tools.avatar_studio.noise import MEASURED, Noise, as_poses
from tools.avatar_studio.population import TEMPOS, VIEWS, random_idle, random_session, random_spec
from tools.avatar_studio.programs import EXERCISES, FAULTS, HOLDS, IDLE, WALKS
from tools.avatar_studio.spec import HELD_OUT_SEED, HeldOutSeed, Part, Scene, Spec
from tools.avatar_studio.timing import RepPlan, TrueRep
from tools.avatar_studio.truth import Truth, truth

__all__ = [
    "EXERCISES", "FAULTS", "HELD_OUT_SEED", "HOLDS", "IDLE", "MEASURED", "TEMPOS", "VIEWS", "WALKS",
    "HeldOutSeed", "Noise", "Part", "RepPlan", "Scene", "Spec", "TrueRep", "Truth",
    "as_poses", "random_idle", "random_session", "random_spec", "truth",
]  # fmt: skip
