"""Checks of `reference.py` against theory; run by `python3 reference.py check`."""

import copy
import os
import sys

import numpy as np

import reference as ref

HERE = os.path.dirname(os.path.abspath(__file__))


def single(months, stock, inflow, cases_per_month, term=26.0, withdrawal=0.0, **more):
    """One stream, one pool, one hour a case."""
    return {
        "calendar": {"start": "2025-01", "months": months},
        "streams": [{
            "name": "s", "pool": "p", "stock": {"total": stock, "ages": [
                {"from": 0, "to": 1, "share": 1}]},
            "inflow": {"level": inflow}, "steps": [{"name": "k", "hours": 1, "share": 1}],
            "term": term, "withdrawal": withdrawal, "outcomes": [{"name": "o", "share": 1}],
            **more,
        }],
        "pools": [{"name": "p", "staff": 1, "hires": 0, "attrition": 0,
                   "hoursPerMonth": cases_per_month, "allocation": "proportional"}],
    }


def close(found, expected, relative=1e-12):
    found, expected = np.asarray(found, float), np.asarray(expected, float)
    allowed = relative * np.maximum(1, np.abs(expected))
    assert np.all(np.abs(found - expected) <= allowed), (found, expected)


def scenario(name):
    return ref.load(os.path.join(HERE, name))


def philox_gives_the_published_words():
    def words(counter, key):
        return " ".join(f"{int(word):08x}" for word in ref.philox(counter, key))

    ones = 0xFFFFFFFF
    assert words([0] * 4, (0, 0)) == "6627e8d5 e169c58d bc57ac4c 9b00dbd8"
    assert words([ones] * 4, (ones, ones)) == "408f276d 41c83b0e a20bc7c6 6d5451fd"
    assert words([0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
                 (0xA4093822, 0x299F31D0)) == "d16cfe09 94fdcceb 5001e420 24126ea1"
    assert ref.fnv1a("") == 0xCBF29CE484222325 and ref.fnv1a("a") == 0xAF63DC4C8601EC8C


def uncertain_numbers_are_stratified_and_independent_of_the_number_of_runs():
    chance = ref.Chance(2025, np.arange(2048))
    u = chance.stratified("streams.a.term")
    for group in (u[:1024], u[1024:]):
        assert sorted(np.floor(group * 1024)) == list(range(1024))
    few = ref.Chance(2025, np.arange(100, 110)).stratified("streams.a.term")
    assert np.array_equal(few, u[100:110])
    other = chance.stratified("streams.b.term")
    assert abs(np.corrcoef(u, other)[0, 1]) < 4 / np.sqrt(2048)


def means_of_distributions_agree_with_their_quantiles():
    u = (np.arange(200_000) + 0.5) / 200_000
    for one in (
        {"uniform": [2, 5]}, {"triangular": [1, 2, 7]}, {"pert": [5, 10, 30]},
        {"normal": {"mean": 3, "sd": 2}}, {"normal": {"p05": 1, "p95": 4}},
        {"normal": {"mean": 3, "sd": 2, "low": 2, "high": 8}},
        {"lognormal": {"mean": 7, "sd": 3}}, {"lognormal": {"p05": 5, "p95": 10}},
        {"lognormal": {"mean": 7, "sd": 3, "low": 5, "high": 9}},
        {"lognormal": {"mean": 7, "sd": 3, "low": 6}},
        {"beta": {"alpha": 2, "beta": 5, "low": 1, "high": 3}}, {"bernoulli": 0.3},
        {"discrete": [[5, 0.2], [1, 0.5], [9, 0.3]]},
        {"quantiles": [[0, 1], [0.5, 2], [1, 7]]},
    ):
        close(ref.quantile_of(one, u).mean(), ref.mean_of(one), 2e-5)
    close(ref.mean_of({"lognormal": {"p05": 5, "p95": 10}}), 7.2297837323, 1e-10)


def phases_follow_the_calendar():
    dates = ref.Calendar({"start": "2025-09", "months": 36})
    close(dates.phase({"step": "2026-06-12"}, [8, 9, 10]), [0, 19 / 30, 1])
    close(dates.phase({"linear": ["2025-09-01", "2025-11-01"]}, [-1, 0, 1, 2]), [0, 0.25, 0.75, 1])
    ramp = {"logistic": {"midpoint": "2026-01-01", "width": 2}}
    close(dates.phase(ramp, [1, 2, 3]) + dates.phase(ramp, [6, 5, 4]), [1, 1, 1])
    close(dates.phase({"step": "2026-01-01", "end": "2026-03-16"}, [3, 4, 5, 6, 7]),
          [0, 1, 1, 15 / 31, 0])
    close(dates.phase(None, [-30, 0]), [1, 1])


def overload_drains_in_250_months():
    run = ref.central(single(300, 50_000, 1000, 1200))
    stock = run.of["s", "stock"][:, 0]
    close(stock[:250], 50_000 - 200 * np.arange(1, 251), 1e-9)
    close(stock[249:], 0, 1e-7)
    mean_wait = run.of["s", "mean_wait"][:, 0]
    # Cases lodged at the end of month 94 wait (50,000 - 200 x 95) / 1,200 months.
    assert mean_wait[119] > 26 > mean_wait[122]


def withdrawals_reach_the_closed_form():
    run = ref.central(single(60, 50_000, 1000, 800, withdrawal=0.005))
    close(run.of["s", "stock"][51, 0], 40_000 + 10_000 * 0.995**52, 1e-12)


def a_shortfall_accumulates():
    run = ref.central(single(52, 1000, 100, 95))
    close(run.of["s", "stock"][-1, 0], 1260)


def a_poisson_queue_has_the_theoretical_mean():
    run = ref.simulate(single(60, 0, 4, 5), 10_000, 11)
    stock = run.of["s", "stock"]
    for values, expected in ((stock[-1], 1.1562400291), (stock[-1] < 0.5, 0.6155645639)):
        error = values.std(ddof=1) / np.sqrt(len(values))
        assert abs(values.mean() - expected) < 4 * error, (values.mean(), expected, error)


def overdispersion_lengthens_the_queue_as_theory_says():
    raw = single(200, 0, 9, 10)
    raw["streams"][0]["inflow"]["noise"] = {"dispersion": 5}
    run = ref.simulate(raw, 2000, 12)
    values = run.of["s", "stock"][-1]
    error = values.std(ddof=1) / np.sqrt(len(values))
    assert abs(values.mean() - 10.5064001485) < 4 * error, (values.mean(), error)


def every_case_is_accounted_for():
    for name in ("small.json", "everything.json", "extended.json"):
        for run in (ref.central(scenario(name)), ref.simulate(scenario(name), 32)):
            for s in run.w.streams:
                of = {measure: run.of[s, measure] for measure in ref.Run.STREAM}
                before = np.vstack([run.initial[s][None], of["stock"][:-1]])
                after = (before + of["inflow"] + of["follow_up_inflow"] - of["straight_through"]
                         - of["withdrawals"] - of["decisions"])
                close(of["stock"], after, 1e-9)
                assert of["stock"].min() >= 0 and run.q[s].min() >= 0
                assert np.nanmax(of["decided_in_term"]) <= 1 + 1e-12
            for pool in run.w.pools:
                assert np.nanmax(run.of[f"pool:{pool}", "utilisation"]) <= 1 + 1e-9


def null_levers_change_no_bit():
    raw = scenario("everything.json")
    for make in (lambda without: ref.central(raw, without),
                 lambda without: ref.simulate(raw, 16, without=without)):
        with_all, bare = make([]), make(["nothing", "off"])
        for key, values in with_all.of.items():
            assert np.array_equal(values, bare.of[key], equal_nan=True), key
        other = make(["pact"])
        assert not np.array_equal(with_all.of["asylum", "stock"], other.of["asylum", "stock"])


def outcomes_add_up_to_decisions():
    class Watched(ref.Run):
        def finish(self, name, t, c, m):
            super().finish(name, t, c, m)
            close(sum(m["outcomes"].values()), m["decisions"] + m["straight_through"], 1e-9)

    Watched(ref.World(scenario("everything.json"))).months()


def grants_use_all_hours_or_satisfy_all():
    random = np.random.default_rng(3)
    raw = scenario("everything.json")
    world = ref.World(raw, (), ref.Chance(1, np.arange(500)))
    run = ref.Run(world)
    members = ["asylum-general", "asylum-border", "nareis"]
    demand = {s: random.choice([0, 1, 3], 500) * random.exponential(100, 500) for s in members}
    capacity = random.exponential(300, 500)
    for rule in ("proportional", {"priority": members},
                 {"shares": {"asylum-general": 0.5, "nareis": 0.2}}):
        grants = run.allocate("asylum", rule, members, demand, capacity)
        close(sum(grants.values()), np.minimum(capacity, sum(demand.values())), 1e-12)
        for s in members:
            assert np.all(grants[s] <= demand[s] * (1 + 1e-15)) and grants[s].min() >= 0


def twins_equal_one_merged_stream():
    def world(names, part):
        base = single(40, 3000 * part, 300 * part, 390, withdrawal=0.003,
                      discipline={"split": {"newest": 0.25}}, minimumLead=1)
        base["streams"] = [dict(copy.deepcopy(base["streams"][0]), name=n) for n in names]
        base["groups"] = [{"name": "both", "streams": names}]
        return ref.central(base)

    one, two = world(["s"], 1), world(["s1", "s2"], 0.5)
    for measure in ref.Run.STREAM:
        left, right = one.of["both", measure], two.of["both", measure]
        assert np.array_equal(np.isnan(left), np.isnan(right))
        close(np.nan_to_num(left), np.nan_to_num(right), 1e-9)


def ten_times_the_cases_and_hours_is_ten_times_the_stock():
    def world(k):
        raw = scenario("small.json")
        for stream in raw["streams"]:
            stream["stock"]["total"] *= k
        raw["streams"][0]["inflow"]["level"] = 900 * k
        pool, flow = raw["pools"][0], raw["flows"][0]
        pool.update(staff=130 * k, recentHires=[2 * k, 3 * k], hires=2 * k)
        flow["history"] *= k
        return ref.central(raw).of["all", "stock"]

    close(world(10) / 10, world(1), 1e-9)


def ninety_per_cent_wait_by_hand():
    # 40 at once, 30 in the lodging month, 30 after two months: the 90th is two thirds into [1.5, 2.5].
    waits = np.array([[30.0], [0.0], [30.0]])
    close(ref.ninety(waits, np.array([40.0]), np.array([100.0])), [1.5 + 20 / 30])
    close(ref.ninety(waits * 0.1, np.array([94.0]), np.array([100.0])), [0.0])


def draws_have_the_correlations_asked_for():
    raw = scenario("everything.json")
    world = ref.World(raw, (), ref.Chance(5, np.arange(4096)))
    for one in raw["correlations"]:
        if "between" in one:
            ranks = [world.draws[path].argsort().argsort() for path in one["between"]]
            # The standard error of a rank correlation is at most 1.06 / √n.
            found = np.corrcoef(ranks)[0, 1]
            assert abs(found - one["rank"]["value"]) < 4 * 1.06 / 64, (one, found)


def noise_does_not_move_the_mean_inflow():
    raw = single(24, 0, 200, 300)
    raw["streams"][0]["inflow"]["noise"] = {"persistence": 0.8, "sd": 0.1, "dispersion": 30}
    raw["pools"][0]["noise"] = {"sd": 0.1}
    run = ref.simulate(raw, 20_000, 6)
    for key, expected in ((("s", "inflow"), 200), (("pool:p", "capacity"), 300)):
        values = run.of[key][-1]
        error = values.std(ddof=1) / np.sqrt(len(values))
        assert abs(values.mean() - expected) < 4 * error, (key, values.mean(), error)
    # Variance of the counts: λ + λ²/κ around a lognormal mean with variance 0.01 / (1 - 0.64).
    spread = np.exp(0.01 / 0.36 * (1 - 0.8**48)) - 1
    variance = 200 + 200**2 * ((1 + spread) / 30 + spread)
    assert abs(run.of["s", "inflow"][-1].var() / variance - 1) < 0.06


def extends_replaces_alternatives():
    base = {"a": {"uniform": [0, 1], "basis": {"claim": "C01"}}, "b": [{"name": "x", "multiply": 2}],
            "c": {"lag": {"from": 1, "to": 2}}, "d": 1}
    over = {"a": {"value": 3}, "b": [{"name": "x", "add": 1}, {"name": "y"}],
            "c": {"lag": {"first": 1, "weights": [1]}}, "d": None}
    assert ref.merge(base, over) == {
        "a": {"value": 3, "basis": {"claim": "C01"}}, "b": [{"name": "x", "add": 1}, {"name": "y"}],
        "c": {"lag": {"first": 1, "weights": [1]}}}
    assert ref.parse("{a: 'x', // c\n /* d */ \"b\": [+1, .5, 0x1F,],}") == {
        "a": "x", "b": [1, 0.5, 31]}


def tests_and_questions_evaluate():
    for name in ("small.json", "everything.json", "extended.json"):
        raw = scenario(name)
        get = ref.worlds(raw, 32, raw["seed"])
        for test in raw["tests"]:
            holds = ref.verdict(test, get)
            assert holds.shape in ((32,), (1,)) and not np.isnan(holds).any(), test["name"]
    for values in ref.outcomes(get([])).values():
        assert values.shape == (32,)


CHECKS = [
    thing for thing in list(globals().values())
    if getattr(thing, "__module__", "") == __name__ and thing not in (single, close, scenario)
]


def main():
    failed = 0
    for check in CHECKS:
        title = check.__name__.replace("_", " ")
        try:
            check()
            print(f"holds  {title}")
        except AssertionError as error:
            failed += 1
            print(f"FAILS  {title}: {error}")
    return 1 if failed else 0
