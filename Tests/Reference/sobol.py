"""Values of the Ishigami function at a Saltelli design, with the indices that SALib and SciPy find from them.

Writes Tests/SensitivityTests/Fixtures/sobol.txt: python3 sobol.py > ../SensitivityTests/Fixtures/sobol.txt
Needs SALib 1.6, SciPy 1.17, NumPy. A line is a name and its numbers.
"""

import numpy as np
from SALib.analyze import sobol
from scipy.stats import sobol_indices

POINTS, FACTORS = 256, 3


def function(x):
    return np.sin(x[0]) * (1 + 0.1 * x[2] ** 4) + 7 * np.sin(x[1]) ** 2


def janon(f_A, f_B, f_AB):
    """First order: the efficient estimator; total: Jansen's."""
    first = []
    for c in f_AB:
        mean = np.mean((f_B + c) / 2, axis=-1)
        first.append(
            (np.mean(f_B * c, axis=-1) - mean**2)
            / (np.mean((f_B**2 + c**2) / 2, axis=-1) - mean**2))
    variance = np.var([f_A, f_B], axis=(0, -1))
    total = np.mean((f_A - f_AB) ** 2, axis=-1) / 2 / variance
    return np.array(first), total


def line(name, numbers):
    print(name, *(repr(float(number)) for number in np.ravel(numbers)))


random = np.random.default_rng(20260101)
a, b = random.uniform(-np.pi, np.pi, (2, FACTORS, POINTS))
mixed = lambda base, other, i: np.array([other[j] if j == i else base[j] for j in range(FACTORS)])
f_a, f_b = function(a), function(b)
f_ab = np.array([function(mixed(a, b, i)) for i in range(FACTORS)])
f_ba = np.array([function(mixed(b, a, i)) for i in range(FACTORS)])
line("A", f_a)
line("B", f_b)
for i in range(FACTORS):
    line("AB", f_ab[i])
for i in range(FACTORS):
    line("BA", f_ba[i])

problem = {
    "num_vars": FACTORS, "names": ["x", "y", "z"], "bounds": [[-np.pi, np.pi]] * FACTORS}
values = np.column_stack([f_a, f_ab.T, f_ba.T, f_b]).ravel()
found = sobol.analyze(
    problem, values, calc_second_order=True, num_resamples=4000, conf_level=0.95, seed=1)
line("salib.first", found["S1"])
line("salib.first.half", found["S1_conf"])
line("salib.total", found["ST"])
line("salib.total.half", found["ST_conf"])
line("salib.second", [found["S2"][0, 1], found["S2"][0, 2], found["S2"][1, 2]])
line("salib.second.half", [found["S2_conf"][0, 1], found["S2_conf"][0, 2], found["S2_conf"][1, 2]])

responses = {"f_A": f_a[None], "f_B": f_b[None], "f_AB": f_ab[:, None]}
plain = sobol_indices(func=responses, n=POINTS)
line("scipy.first", plain.first_order)
line("scipy.total", plain.total_order)
efficient = sobol_indices(func=responses, n=POINTS, method=janon)
line("scipy.janon.first", efficient.first_order)
line("scipy.janon.total", efficient.total_order)
