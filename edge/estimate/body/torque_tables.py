"""Published strengths of joints -> the numbers as printed.

Refuses to know: persons, movements, and what is done with the numbers.
Sources, as transcribed in rbdl's muscle addon (M. Millard, zlib licence):
ANDERSON: Anderson, Madigan & Nussbaum 2007, J Biomech 40(14):3105-3113, table 3; 34 people.
ASSEMBLED: one elite gymnast of 21 years, 69.6 kg, 1.732 m (Jackson 2010), with elbow, forearm, shoulder rotation and wrist deviation
carried over to him from a tennis player (Kentel et al. 2011); lumbar extension: Raschke & Chaffin 1996, its passive part Dolan et al.
1994, lumbar flexion: Beimborn & Morrissey 1988. The set's horizontal shoulder movement is left out: ZXY angles cannot tell it apart
from a rotation where it matters, at 90 degrees of abduction.
"""

ANDERSON_AGES_Y = (21.5, 60.0, 70.0)
"""Middle of 18-25 and 55-65; "over 65" without an end is taken as 70. Nobody between 26 and 54 was measured."""
ANDERSON_PEOPLE = (7, 7, 7, 7, 3, 3)
"""In the order of the rows below: of 14, 14 and 6, half of each sex."""

ANDERSON: dict[tuple[str, str], tuple[tuple[float, ...], ...]] = {
    ("hip", "extension"): (
        (0.161, 0.049, 0.958, 0.932, 1.578, 3.190, 0.242, -1.210, -6.351, 0.476, 5.910),
        (0.181, 0.047, 0.697, 1.242, 1.567, 3.164, 0.164, -1.753, -6.358, 0.239, 3.872),
        (0.171, 0.043, 0.922, 1.176, 1.601, 3.236, 0.320, -2.160, -8.073, 0.108, 4.593),
        (0.140, 0.032, 0.830, 1.241, 1.444, 2.919, 0.317, -1.361, -7.128, 0.013, 6.479),
        (0.144, 0.039, 0.896, 1.125, 1.561, 3.152, 0.477, -2.671, -7.850, 0.092, 5.192),
        (0.138, 0.003, 0.707, 1.542, 1.613, 3.256, 0.360, -0.758, -7.545, 0.018, 6.061),
    ),
    ("hip", "flexion"): (
        (0.113, 0.025, 0.738, -0.214, 2.095, 4.267, 0.218, 1.210, -6.351, -0.476, 5.910),
        (0.127, 0.033, 0.650, -0.350, 2.136, 4.349, 0.156, 1.753, -6.358, -0.239, 3.872),
        (0.107, 0.020, 0.712, -0.192, 2.038, 4.145, 0.206, 2.160, -8.073, -0.108, 4.593),
        (0.091, 0.016, 0.812, -0.196, 2.145, 4.366, 0.186, 1.361, -7.128, -0.013, 6.479),
        (0.101, 0.025, 0.762, -0.269, 1.875, 3.819, 0.296, 2.671, -7.850, -0.092, 5.192),
        (0.081, 0.008, 0.625, -0.422, 2.084, 4.245, 0.196, 0.758, -7.545, -0.018, 6.061),
    ),
    ("knee", "extension"): (
        (0.163, 0.040, 1.258, 1.133, 1.517, 3.952, 0.095, 0.0, 0.0, -6.250, -4.521),
        (0.159, 0.028, 1.187, 1.274, 1.393, 3.623, 0.173, 0.0, 0.0, -8.033, -5.250),
        (0.156, 0.031, 1.225, 1.173, 1.518, 3.954, 0.266, 0.0, 0.0, -12.83, -5.127),
        (0.128, 0.016, 1.286, 1.141, 1.332, 3.469, 0.233, 0.0, 0.0, -6.576, -4.466),
        (0.137, 0.017, 1.310, 1.067, 1.141, 3.152, 0.386, 0.0, 0.0, -10.519, -5.662),
        (0.124, 0.018, 1.347, 1.140, 1.066, 2.855, 0.464, 0.0, 0.0, -8.800, -6.763),
    ),
    ("knee", "flexion"): (
        (0.087, 0.015, 0.869, 0.522, 2.008, 5.233, 0.304, 0.0, 0.0, 6.250, -4.521),
        (0.080, 0.015, 0.873, 0.635, 1.698, 4.412, 0.175, 0.0, 0.0, 8.033, -5.250),
        (0.081, 0.017, 0.986, 0.523, 1.830, 4.777, 0.230, 0.0, 0.0, 12.83, -5.127),
        (0.060, 0.015, 0.967, 0.402, 1.693, 4.410, 0.349, 0.0, 0.0, 6.576, -4.466),
        (0.069, 0.022, 0.838, 0.437, 1.718, 4.476, 0.414, 0.0, 0.0, 10.519, -5.662),
        (0.060, 0.005, 0.897, 0.445, 1.121, 2.922, 0.389, 0.0, 0.0, 8.800, -6.763),
    ),
    ("ankle", "plantarflexion"): (
        (0.095, 0.022, 1.391, 0.408, 0.987, 3.558, 0.295, -0.0005781, -5.819, 0.967, 6.090),
        (0.104, 0.034, 1.399, 0.424, 0.862, 3.109, 0.189, -0.005218, -4.875, 0.470, 6.425),
        (0.114, 0.029, 1.444, 0.551, 0.593, 2.128, 0.350, -0.001311, -10.943, 0.377, 8.916),
        (0.093, 0.026, 1.504, 0.381, 0.860, 3.126, 0.349, -2.888e-05, -17.189, 0.523, 7.888),
        (0.106, 0.035, 1.465, 0.498, 0.490, 1.767, 0.571, -5.693e-05, -21.088, 0.488, 7.309),
        (0.125, 0.006, 1.299, 0.580, 0.587, 1.819, 0.348, -2.35e-05, -12.567, 0.331, 6.629),
    ),
    ("ankle", "dorsiflexion"): (
        (0.033, 0.005, 1.510, -0.187, 0.699, 1.940, 0.828, 0.0005781, -5.819, -0.967, 6.090),
        (0.027, 0.006, 1.079, -0.302, 0.864, 2.399, 0.771, 0.005218, -4.875, -0.470, 6.425),
        (0.028, 0.005, 1.293, -0.284, 0.634, 1.759, 0.999, 0.001311, -10.943, -0.377, 8.916),
        (0.024, 0.002, 1.308, -0.254, 0.596, 1.654, 1.006, 2.888e-05, -17.189, -0.523, 7.888),
        (0.029, 0.002, 1.419, -0.174, 0.561, 1.558, 1.198, 5.693e-05, -21.088, -0.488, 7.309),
        (0.022, 0.003, 1.096, -0.369, 0.458, 1.242, 1.401, 2.35e-05, -12.567, -0.331, 6.629),
    ),
}  # fmt: skip
"""(joint, direction) -> rows of men and women of 18-25, men and women of 55-65, men and women over 65. Columns: C1, the maximum per
weight x height (Nm per Nm), and its standard deviation between people; C2 1/rad and C3 rad, width and place of the best angle; C4 and C5
rad/s, the speeds that leave 75 % and 50 %; C6 s/rad, the rise when giving way; B1 Nm, k1 1/rad, B2 Nm, k2 1/rad, the passive torque
B1 exp(k1 angle) + B2 exp(k2 angle), positive where it helps this direction. Angles: flexion of hip and knee, dorsiflexion."""

ASSEMBLED_MASS_KG, ASSEMBLED_HEIGHT_M = 69.6, 1.732
ASSEMBLED: dict[tuple[str, str], tuple[float, ...]] = {
    ("shoulder", "extension"): (127.401, 16.249, 2.14675, 1.83085, 1.1, 0.250134, 2.8291, 3.55835),
    ("shoulder", "flexion"): (91.1388, 19.0764, 0.890118, 1.2898, 1.23011, 0.249656, -0.523599, -1.0472),
    ("shoulder", "internal rotation"): (50.522, 19.47, -1.18761, 2.80524, 1.27634, 0.285399, 1.39626, 1.91986),
    ("shoulder", "external rotation"): (43.5837, 18.0, -0.670796, 1.98361, 1.35664, 0.229104, -1.0472, -1.5708),
    ("elbow", "extension"): (69.8728, 18.45, 1.64319, 1.30795, 1.31709, 0.189676, 2.0944, 2.61799),
    ("elbow", "flexion"): (101.384, 18.1, 0.33, 3.62155, 1.37223, 0.189909, 0.0, -0.174533),
    ("wrist", "extension"): (15.5653, 36.5472, 1.55334, 1.38928, 1.16875, 0.115356, 1.0472, 1.5708),
    ("wrist", "flexion"): (39.2252, 36.3901, 0.663225, 1.71042, 1.14, 0.115456, -0.793739, -1.49714),
    ("wrist", "supination"): (13.5361, 35.45, -0.209204, 1.33735, 1.23945, 0.250544, -0.785398, -1.5708),
    ("wrist", "pronation"): (12.976, 27.88, -0.212389, 0.991803, 1.3877, 0.207506, 0.785398, 1.5708),
    ("wrist", "ulnar deviation"): (31.4217, 18.02, 0.43, 1.47849, 1.34817, 0.196913, 0.0, -0.523599),
    ("wrist", "radial deviation"): (23.8345, 21.77, -1.14319, 2.56082, 1.31466, 0.2092, 0.349066, 0.872665),
    ("lumbar", "extension"): (687.864, 7.98695, 1.5506, 1.14543, 1.1, 0.150907, 0.306223, 1.35342),
    ("lumbar", "flexion"): (211.65, 19.231, 0.0, 6.28319, 1.1, 0.150907, 0.0, -0.785398),
}
"""(joint, direction) -> maximum Nm, speed without force rad/s, best angle rad, its width (a standard deviation) rad, the share when giving
way fast, the share at half the greatest speed, and the angles rad at which the passive torque begins and reaches the maximum. Angles:
flexion (of the spine: forwards), external rotation, supination, ulnar deviation."""
