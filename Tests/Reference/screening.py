"""Measures of sensitivity by SALib, NumPy and SciPy, for Tests/SensitivityTests/ScreeningReferenceTests.swift.

Usage: python3 screening.py > ../SensitivityTests/Fixtures/screening.txt   (SALib 1.6.0, NumPy, SciPy)

Samples come from a linear congruential generator that the Swift test repeats, so that only results are stored.
"""

import numpy as np
from scipy import stats
from SALib.analyze import delta, morris

state = 2026


def uniform():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 11) * 2.0**-53


def show(name, values):
    print(name, *(repr(float(value)) for value in values))


def ishigami(u):
    x = (2 * u - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


# Morris: 40 trajectories of three factors on the levels 0, 1/3, 2/3, 1.
points = []
for _ in range(40):
    level = [int(uniform() * 4) for _ in range(3)]
    order = [0, 1, 2]
    for place in (2, 1):
        other = int(uniform() * (place + 1))
        order[place], order[other] = order[other], order[place]
    points.append([l / 3 for l in level])
    for factor in order:
        level[factor] += 2 if level[factor] < 2 else -2
        points.append([l / 3 for l in level])
points = np.array(points)
problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3, "groups": None}
found = morris.analyze(problem, points, ishigami(points), num_levels=4, seed=1)
show("morris-mean", found["mu"])
show("morris-absolute", found["mu_star"])
show("morris-spread", found["sigma"])

# Given data: 1,000 points of four factors, of which the last does nothing.
sample = np.array([[uniform() for _ in range(4)] for _ in range(1000)])
response = ishigami(sample)
scores = stats.norm.ppf((stats.rankdata(response) - 0.5) / 1000)
classes = int(np.ceil(1000 ** (2 / (7 + np.tanh((1500 - 1000) / 500)))))
show("classes", [min(48, classes)])
edges = np.linspace(0, 1000, min(48, classes) + 1)
grid = np.linspace(scores.min() - 1, scores.max() + 1, 1000)
show("delta", [delta.calc_delta(scores, grid, sample[:, i], edges) for i in range(4)])

# A response with a straight part and noise, for the linear model, on numbers and on ranks.
noisy = sample @ np.array([1.0, 2.0, -3.0, 0.0]) + np.exp(sample[:, 0]) + stats.norm.ppf(
    np.array([uniform() for _ in range(1000)])
)


def standard(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


for scale in ("numbers", "ranks"):
    x, y = sample, noisy
    if scale == "ranks":
        x, y = stats.rankdata(x, axis=0), stats.rankdata(y)
    x, y = standard(x), standard(y)
    coefficients, *_ = np.linalg.lstsq(x, y, rcond=None)
    partial = []
    for i in range(4):
        others = np.column_stack([np.ones(1000), np.delete(x, i, axis=1)])
        a = x[:, i] - others @ np.linalg.lstsq(others, x[:, i], rcond=None)[0]
        b = y - others @ np.linalg.lstsq(others, y, rcond=None)[0]
        partial.append(stats.pearsonr(a, b)[0])
    design = np.column_stack([np.ones(1000), x])
    residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    show(f"coefficients-{scale}", coefficients)
    show(f"partial-{scale}", partial)
    show(f"explained-{scale}", [1 - residual @ residual / 995 / y.var(ddof=1)])
    errors = [
        (y[run] - design[run] @ np.linalg.lstsq(np.delete(design, run, 0), np.delete(y, run), rcond=None)[0]) ** 2
        for run in range(1000)
    ]
    plain = [(y[run] - np.delete(y, run).mean()) ** 2 for run in range(1000)]
    show(f"foretold-{scale}", [1 - sum(errors) / sum(plain)])
