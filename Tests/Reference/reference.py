"""A second, independent calculation of the caseload model.

Written from the three articles of the documentation (Model, Chance, ScenarioFile) and from
nothing else, so that two programs that agree can only share an error that the articles share.
Arrays have the shape [runs] or [cohorts, runs]; months, streams and flows are plain loops.

The expected path needs NumPy alone; random draws need the quantile functions of SciPy.
"""

import argparse
import calendar
import csv
import functools
import json
import math
import os
import re
import statistics
import sys
import time

import numpy as np

try:
    import scipy.special as special
    import scipy.stats as stats
except ImportError:  # the expected path does not need it
    special = stats = None

# ---------------------------------------------------------------------------------------------
# Reading: JSON5, `extends`, paths
# ---------------------------------------------------------------------------------------------

TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/)
      | (?P<mark>[{}\[\]:,])
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<number>[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))
      | (?P<word>[A-Za-z_$][\w$]*)""",
    re.VERBOSE | re.DOTALL,
)
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


def unescape(text):
    def one(match):
        code = match.group(1)
        return chr(int(code[1:], 16)) if code[0] in "ux" else ESCAPES.get(code, code)

    whole = re.sub(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", one, text[1:-1], flags=re.DOTALL)
    return whole.encode("utf-16", "surrogatepass").decode("utf-16")


def parse(text):
    """Parses JSON5; repeated keys are errors."""
    tokens, place = [], 0
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise ValueError(f"unreadable at character {place}: {text[place:place + 20]!r}")
        if match.lastgroup != "space":
            tokens.append((match.lastgroup, match.group()))
        place = match.end()
    tokens.append(("end", ""))
    position = 0

    def take(expected=None):
        nonlocal position
        kind, value = tokens[position]
        if expected and value != expected:
            raise ValueError(f"found {value!r}, expected {expected!r}")
        position += 1
        return kind, value

    def read():
        kind, word = take()
        if word == "{" and kind == "mark":
            result = {}
            while tokens[position][1] != "}":
                kind, key = take()
                key = unescape(key) if kind == "string" else key
                if key in result:
                    raise ValueError(f"repeated key {key!r}")
                take(":")
                result[key] = read()
                if tokens[position][1] != "}":
                    take(",")
            take("}")
            return result
        if word == "[" and kind == "mark":
            result = []
            while tokens[position] != ("mark", "]"):
                result.append(read())
                if tokens[position] != ("mark", "]"):
                    take(",")
            take("]")
            return result
        if kind == "string":
            return unescape(word)
        if kind == "number":
            if "x" in word.lower():
                return int(word, 16)
            return int(word) if re.fullmatch(r"[+-]?\d+", word) else float(word)
        return {"true": True, "false": False, "null": None}[word]

    result = read()
    if tokens[position][0] != "end":
        raise ValueError(f"text after the end: {tokens[position][1]!r}")
    return result


DISTRIBUTIONS = (
    "uniform", "triangular", "pert", "normal", "lognormal", "beta", "bernoulli", "discrete",
    "quantiles",
)
ALTERNATIVES = [
    {"multiply", "add", "set"},
    {"value", *DISTRIBUTIONS},
    {"step", "linear", "logistic"},
    {"priority", "shares"},
    {"from", "to", "first", "weights"},
]
REPLACED_WHOLE = {"basis", "end", "logistic", *DISTRIBUTIONS}


def name_of(thing):
    return thing.get("name", thing.get("id")) if isinstance(thing, dict) else None


def merge(base, over):
    """Lays one scenario over another, as `extends` asks."""
    if isinstance(base, dict) and isinstance(over, dict):
        result = dict(base)
        for family in ALTERNATIVES:
            given = family & over.keys()
            if family == {"from", "to", "first", "weights"}:
                if not given or isinstance(over.get("from"), str):
                    continue
                given = {"from", "to"} if given & {"from", "to"} else {"first", "weights"}
            if given:
                for key in family - given:
                    result.pop(key, None)
        for key, value in over.items():
            if value is None:
                result.pop(key, None)
            elif key in result and key not in REPLACED_WHOLE:
                result[key] = merge(result[key], value)
            else:
                result[key] = value
        return result
    if isinstance(base, list) and isinstance(over, list):
        if over and all(name_of(one) is not None for one in base + over):
            result = {name_of(one): one for one in base}
            for one in over:
                if one.get("remove"):
                    result.pop(name_of(one))
                elif name_of(one) in result:
                    result[name_of(one)] = merge(result[name_of(one)], one)
                else:
                    result[name_of(one)] = one
            return list(result.values())
    return over


def read_file(path):
    with open(path, encoding="utf-8") as file:
        raw = parse(file.read())
    if "extends" in raw:
        base = read_file(os.path.join(os.path.dirname(path), raw.pop("extends")))
        raw = merge(base, raw)
    return raw


def assign(raw, path, value):
    """Sets the thing at a dotted path, as `--set` does."""
    path = path.replace(".discipline.newest", ".discipline.split.newest")
    *way, last = path.split(".")
    here = raw
    for step in way:
        if isinstance(here, list):
            named = [one for one in here if name_of(one) == step]
            here = named[0] if named else here[int(step)]
        else:
            here = here.setdefault(step, {})
    if isinstance(here, list):
        here = next(one for one in here if name_of(one) == last)
        last = "share"
    here[last] = value


def load(source, overrides=None):
    """Reads a scenario from a file (or takes one already read) and applies overrides."""
    raw = read_file(source) if isinstance(source, str) else json.loads(json.dumps(source))
    for path, value in (overrides or {}).items():
        assign(raw, path, value)
    return raw


# ---------------------------------------------------------------------------------------------
# Chance
# ---------------------------------------------------------------------------------------------

LOW = np.uint64(0xFFFFFFFF)
WORD = np.uint64(32)


def philox(counter, key):
    """Philox4x32-10; counter words may be arrays."""
    c0, c1, c2, c3 = (np.asarray(word, dtype=np.uint64) for word in counter)
    k0, k1 = key
    for _ in range(10):
        p0, p1 = c0 * np.uint64(0xD2511F53), c2 * np.uint64(0xCD9E8D57)
        c0, c1, c2, c3 = (
            (p1 >> WORD) ^ c1 ^ np.uint64(k0), p1 & LOW,
            (p0 >> WORD) ^ c3 ^ np.uint64(k1), p0 & LOW,
        )
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def fnv1a(name):
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def pair_to_uniform(low, high):
    return (((low | (high << WORD)) >> np.uint64(12)).astype(float) + 0.5) * 2.0**-52


class Chance:
    """All draws of a set of runs; each depends on seed, run, name and month alone."""

    def __init__(self, seed, runs):
        self.key = (seed & 0xFFFFFFFF, seed >> 32)
        self.runs = runs

    def words(self, name, first, second):
        hashed = fnv1a(name)
        return philox((first, second, hashed & 0xFFFFFFFF, hashed >> 32), self.key)

    def monthly(self, name, month):
        words = self.words(name, self.runs, month // 2)
        return pair_to_uniform(*(words[:2] if month % 2 == 0 else words[2:]))

    def normal(self, name, month):
        return special.ndtri(self.monthly(name, month))

    def permutation(self, name, group):
        words = np.stack(self.words(name, group, np.arange(64) + (2**32 - 65536)), axis=1)
        table = (words.reshape(8, 32) & np.uint64(31)).astype(int)
        numbers = np.arange(1024)
        left, right = numbers >> 5, numbers & 31
        for round in range(8):
            left, right = right, left ^ table[round][right]
        return (left << 5) | right

    def stratified(self, name):
        jitter = pair_to_uniform(*self.words(name, self.runs, 2**32 - 1)[:2])
        stratum = np.zeros(len(self.runs))
        for group in np.unique(self.runs // 1024):
            of = self.runs // 1024 == group
            stratum[of] = self.permutation(name, int(group))[self.runs[of] % 1024]
        return (stratum + jitter) / 1024


class SharedChance(Chance):
    """The same draws, each made once and kept: for several worlds that see the same chance."""

    def __init__(self, seed, runs):
        super().__init__(seed, runs)
        keep = functools.lru_cache(maxsize=None)
        self.monthly, self.normal = keep(self.monthly), keep(self.normal)
        self.stratified = keep(self.stratified)


def poisson(u, mean):
    return np.where(mean > 0, stats.poisson.ppf(u, np.maximum(mean, 1e-300)), 0.0)


NORMAL = statistics.NormalDist()


def normal_parameters(kind, given):
    """Mean and sd of the normal, or of the logarithm of the lognormal."""
    if "p05" in given:
        low, high = given["p05"], given["p95"]
        if kind == "lognormal":
            low, high = math.log(low), math.log(high)
        return (low + high) / 2, (high - low) / (2 * NORMAL.inv_cdf(0.95))
    mean, sd = given["mean"], given["sd"]
    if kind == "lognormal":
        variance = math.log(1 + (sd / mean) ** 2)
        return math.log(mean) - variance / 2, math.sqrt(variance)
    return mean, sd


def bounds_in_z(kind, given, mu, sigma):
    low, high = given.get("low", -math.inf), given.get("high", math.inf)
    if kind == "lognormal":
        low = math.log(low) if low > 0 else -math.inf
        high = math.log(high) if high < math.inf else high
    return (low - mu) / sigma, (high - mu) / sigma


def pert_shape(low, mode, high):
    return 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)


def mean_of(distribution):
    (kind, given), = ((k, v) for k, v in distribution.items() if k in DISTRIBUTIONS)
    if kind == "uniform":
        return (given[0] + given[1]) / 2
    if kind == "triangular":
        return sum(given) / 3
    if kind == "pert":
        return (given[0] + 4 * given[1] + given[2]) / 6
    if kind == "beta":
        low, high = given.get("low", 0), given.get("high", 1)
        return low + (high - low) * given["alpha"] / (given["alpha"] + given["beta"])
    if kind == "bernoulli":
        return given
    if kind == "discrete":
        return sum(value * p for value, p in given)
    if kind == "quantiles":
        return sum((p1 - p0) * (v0 + v1) / 2 for (p0, v0), (p1, v1) in zip(given, given[1:]))
    mu, sigma = normal_parameters(kind, given)
    a, b = bounds_in_z(kind, given, mu, sigma)
    mass = NORMAL.cdf(b) - NORMAL.cdf(a)
    if kind == "normal":
        density = [0.0 if math.isinf(z) else NORMAL.pdf(z) for z in (a, b)]
        return mu + sigma * (density[0] - density[1]) / mass
    return math.exp(mu + sigma**2 / 2) * (NORMAL.cdf(b - sigma) - NORMAL.cdf(a - sigma)) / mass


def quantile_of(distribution, u):
    (kind, given), = ((k, v) for k, v in distribution.items() if k in DISTRIBUTIONS)
    if kind == "uniform":
        return given[0] + (given[1] - given[0]) * u
    if kind == "triangular":
        low, mode, high = given
        cut = (mode - low) / (high - low)
        return np.where(
            u < cut,
            low + np.sqrt(u * (high - low) * (mode - low)),
            high - np.sqrt((1 - u) * (high - low) * (high - mode)),
        )
    if kind == "pert":
        return given[0] + (given[2] - given[0]) * special.betaincinv(*pert_shape(*given), u)
    if kind == "beta":
        low, high = given.get("low", 0), given.get("high", 1)
        return low + (high - low) * special.betaincinv(given["alpha"], given["beta"], u)
    if kind == "bernoulli":
        return np.where(u > 1 - given, 1.0, 0.0)
    if kind == "discrete":
        pairs = sorted(given)
        edges = np.cumsum([p for _, p in pairs])[:-1]
        return np.array([float(v) for v, _ in pairs])[np.searchsorted(edges, u, side="left")]
    if kind == "quantiles":
        return np.interp(u, [p for p, _ in given], [v for _, v in given])
    mu, sigma = normal_parameters(kind, given)
    a, b = bounds_in_z(kind, given, mu, sigma)
    low, high = NORMAL.cdf(a), NORMAL.cdf(b)
    value = mu + sigma * special.ndtri(low + u * (high - low))
    return value if kind == "normal" else np.exp(value)


# ---------------------------------------------------------------------------------------------
# The world of one set of runs
# ---------------------------------------------------------------------------------------------


def is_distribution(raw):
    return isinstance(raw, dict) and any(kind in raw for kind in DISTRIBUTIONS)


def bare(raw):
    """A number or list without its unit and basis."""
    if isinstance(raw, dict) and "value" in raw:
        return raw["value"]
    if isinstance(raw, dict) and "values" in raw:
        return raw["values"]
    return raw


# Keys of an object have no order in JSON; numbers are ordered as ScenarioFile's example lists them.
KEY_ORDER = (
    "streams pools flows penalties levers "
    "stock total ages inflow level season trend steps hours share term minimumLead withdrawal "
    "straightThrough drift outcomes discipline "
    "staff recentHires hires attrition learning hoursPerMonth noise allocation "
    "persistence sd dispersion surge rate size decay "
    "casesPerEvent lag history euros probability effects"
).split()


def in_order(raw, path, streams):
    if path[-2:] == ("allocation", "shares"):
        return sorted(raw.items(), key=lambda pair: streams.index(pair[0]))
    place = {key: index for index, key in enumerate(KEY_ORDER)}
    return sorted(raw.items(), key=lambda pair: place.get(pair[0], len(place)))


def uncertain_numbers(raw, path=(), streams=None):
    """Paths and distributions drawn once a run; those of levers that are off too."""
    raw = bare(raw)
    streams = streams or [one["name"] for one in raw["streams"]]
    if is_distribution(raw):
        if path[-2:] != ("surge", "size"):
            yield ".".join(path), raw
    elif isinstance(raw, dict):
        for key, value in in_order(raw, path, streams):
            if key not in ("basis", "title", "description", "tests", "questions", "correlations"):
                yield from uncertain_numbers(value, (*path, key), streams)
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            if isinstance(value, (dict, list)):
                yield from uncertain_numbers(
                    value, (*path, name_of(value) or str(index)), streams)


class Calendar:
    def __init__(self, raw):
        self.year, self.month = map(int, raw["start"].split("-")[:2])
        self.months = raw["months"]

    def index(self, text):
        year, month = map(int, text.split("-")[:2])
        return (year - self.year) * 12 + month - self.month

    def label(self, t):
        total = self.month - 1 + t
        return f"{self.year + total // 12}-{total % 12 + 1:02d}"

    def season(self, t):
        return (self.month - 1 + t) % 12

    def tau(self, text):
        year, month, day = map(int, text.split("-"))
        return self.index(text) + (day - 1) / calendar.monthrange(year, month)[1]

    def on_or_after(self, date, t):
        return np.clip(t + 1 - self.tau(date), 0, 1)

    def ramp(self, dates, t):
        start, end = map(self.tau, dates)
        return np.clip((t + 0.5 - start) / (end - start), 0, 1)

    def phase(self, raw, t):
        """φ of an effect at months `t`, an array."""
        raw = raw or {}
        t = np.asarray(t, dtype=float)
        phi = np.ones_like(t)
        if "step" in raw:
            phi = self.on_or_after(raw["step"], t)
        elif "linear" in raw:
            phi = self.ramp(raw["linear"], t)
        elif "logistic" in raw:
            width = bare(raw["logistic"]["width"])
            z = np.clip((t + 0.5 - self.tau(raw["logistic"]["midpoint"])) / width, -1, 1)
            curve = lambda y: 1 / (1 + np.exp(-y))
            phi = (curve(6 * z) - curve(-6.0)) / (curve(6.0) - curve(-6.0))
            phi = np.where(z <= -1, 0.0, np.where(z >= 1, 1.0, phi))
        if "end" in raw:
            end = raw["end"]
            late = self.on_or_after(end, t) if isinstance(end, str) else self.ramp(end, t)
            phi = phi * (1 - late)
        return phi


class Quantity:
    """A number that levers can change; `at` gives its value in a month."""

    ORDER = {"set": 0, "multiply": 1, "add": 2}

    def __init__(self, base, effects, low, high, oldest):
        self.base, self.low, self.high, self.oldest = base, low, high, oldest
        self.effects = sorted(effects, key=lambda effect: self.ORDER[effect["kind"]])

    def at(self, t, cohorts=None):
        """Shape [runs], or [cohorts, runs] when effects go by lodging month."""
        b = self.base
        for effect in self.effects:
            if cohorts is not None and effect["applies"] == "lodged":
                phi = effect["phi"][cohorts + self.oldest][..., None] * effect["force"]
            else:
                phi = effect["phi"][t + self.oldest] * effect["force"]
            z = effect["size"]
            if effect["kind"] == "set":
                b = (1 - phi) * b + phi * z
            elif effect["kind"] == "multiply":
                b = b * (1 + phi * (z - 1))
            else:
                b = b + phi * z
        return np.clip(b, self.low, self.high)


LIMITS = [
    (r"streams\.[^.]+\.inflow\.level", 0, math.inf, False),
    (r"streams\.[^.]+\.inflow\.trend", -0.99, math.inf, False),
    (r"streams\.[^.]+\.steps\.[^.]+\.hours", 0, math.inf, True),
    (r"streams\.[^.]+\.steps\.[^.]+\.share", 0, 1, True),
    (r"streams\.[^.]+\.straightThrough", 0, 1, True),
    (r"streams\.[^.]+\.withdrawal", 0, 1, True),
    (r"streams\.[^.]+\.term", 0, math.inf, True),
    (r"streams\.[^.]+\.minimumLead", 0, math.inf, True),
    (r"streams\.[^.]+\.drift", -0.99, math.inf, False),
    (r"streams\.[^.]+\.outcomes\.[^.]+", 0, 1, True),
    (r"streams\.[^.]+\.discipline\.newest", 0, 1, False),
    (r"pools\.[^.]+\.hires", 0, math.inf, False),
    (r"pools\.[^.]+\.attrition", 0, 1, False),
    (r"pools\.[^.]+\.hoursPerMonth", 1, math.inf, False),
    (r"flows\.[^.]+\.casesPerEvent", 0, math.inf, False),
    (r"penalties\.[^.]+\.euros", 0, math.inf, False),
]


class World:
    """A scenario with the draws of a set of runs; `chance=None` gives the expected path."""

    def __init__(self, raw, without=(), chance=None):
        self.raw, self.chance = raw, chance
        self.calendar = Calendar(raw["calendar"])
        self.T = self.calendar.months
        self.R = 1 if chance is None else len(chance.runs)
        self.streams = [one["name"] for one in raw["streams"]]
        self.by_name = {one["name"]: one for one in raw["streams"]}
        self.pools = {one["name"]: one for one in raw["pools"]}
        self.groups = {one["name"]: one["streams"] for one in raw.get("groups", [])}
        self.flows = raw.get("flows", [])
        self.penalties = raw.get("penalties", [])
        self.oldest = max(
            [band["to"] for one in raw["streams"] for band in one["stock"]["ages"]] + [1]
        )
        self.draws = self.draw_uncertain()
        self.effects = self.read_effects(set(without))
        self.quantities = {}
        for one in raw["streams"]:
            self.read_stream(one)
        for name, pool in self.pools.items():
            for key in ("hires", "attrition", "hoursPerMonth"):
                self.quantity(f"pools.{name}.{key}", pool[key])
        for flow in self.flows:
            self.quantity(f"flows.{flow['name']}.casesPerEvent", flow["casesPerEvent"])
        for one in self.penalties:
            self.quantity(f"penalties.{one['name']}.euros", one["euros"])
        for lever, effect, target in self.effects:
            if target not in self.quantities:
                raise ValueError(f"lever {lever}: {target} is not a quantity")

    def draw_uncertain(self):
        numbers = dict(uncertain_numbers(self.raw))
        if self.chance is None:
            return {path: np.array([float(mean_of(one))]) for path, one in numbers.items()}
        uniforms = {path: self.chance.stratified(path) for path in numbers}
        pairs = [one for one in self.raw.get("correlations", []) if "between" in one]
        joined = [path for path in numbers if any(path in one["between"] for one in pairs)]
        if joined:
            matrix = np.eye(len(joined))
            for one in pairs:
                i, j = (joined.index(path) for path in one["between"])
                matrix[i, j] = matrix[j, i] = 2 * math.sin(math.pi * bare(one["rank"]) / 6)
            z = np.stack([special.ndtri(uniforms[path]) for path in joined])
            for path, row in zip(joined, np.linalg.cholesky(matrix) @ z):
                uniforms[path] = special.ndtr(row)
        return {path: quantile_of(one, uniforms[path]) for path, one in numbers.items()}

    def number(self, raw, path, default=None):
        """This run's value of a number, shape [runs]."""
        if raw is None:
            if default is None:
                raise ValueError(f"{path} is missing")
            raw = default
        if path in self.draws:
            return self.draws[path]
        return np.full(self.R, float(bare(raw)))

    def read_effects(self, without):
        """(lever, effect, quantity path) in file order, for the enabled levers."""
        paths = list(self.quantity_paths())
        months = np.arange(-self.oldest, self.T)
        result = []
        for lever in self.raw.get("levers", []):
            if not lever.get("enabled", True) or lever["name"] in without:
                continue
            where = f"levers.{lever['name']}"
            probability = self.number(lever.get("probability"), f"{where}.probability", 1)
            if self.chance is None:
                force = (probability >= 0.5).astype(float)
            else:
                force = (self.chance.stratified(f"{where}.inForce") < probability).astype(float)
            for effect in lever["effects"]:
                kind, = {"multiply", "add", "set"} & effect.keys()
                size = self.number(effect[kind], f"{where}.effects.{effect['name']}.{kind}")
                on = [effect["on"]] if isinstance(effect["on"], str) else effect["on"]
                patterns = [
                    re.compile(
                        re.escape(re.sub(r"(\.outcomes\.[^.]+)\.share$", r"\1", one)
                                  .replace(".split.newest", ".newest")).replace(r"\*", "[^.]*")
                    )
                    for one in on
                ]
                targets = [p for p in paths if any(pattern.fullmatch(p) for pattern in patterns)]
                if not targets:
                    raise ValueError(f"{where}.effects.{effect['name']}: nothing at {on}")
                made = {
                    "kind": kind, "size": size, "force": force,
                    "applies": effect.get("applies"),
                    "phi": self.calendar.phase(effect.get("phase"), months),
                }
                result += [(lever["name"], made, target) for target in targets]
        return result

    def quantity_paths(self):
        for one in self.raw["streams"]:
            where = f"streams.{one['name']}"
            if "inflow" in one:
                yield f"{where}.inflow.level"
                yield f"{where}.inflow.trend"
            for key in ("straightThrough", "withdrawal", "term", "minimumLead", "drift"):
                yield f"{where}.{key}"
            for step in one["steps"]:
                yield f"{where}.steps.{step['name']}.hours"
                yield f"{where}.steps.{step['name']}.share"
            for outcome in one["outcomes"]:
                yield f"{where}.outcomes.{outcome['name']}"
            if one.get("discipline", "fifo") != "random":
                yield f"{where}.discipline.newest"
        for name in self.pools:
            for key in ("hires", "attrition", "hoursPerMonth"):
                yield f"pools.{name}.{key}"
        for flow in self.flows:
            yield f"flows.{flow['name']}.casesPerEvent"
        for one in self.penalties:
            yield f"penalties.{one['name']}.euros"

    def quantity(self, path, raw, default=None, drawn_as=None, base=None):
        if base is None:
            base = self.number(raw, drawn_as or path, default)
        low, high, of_case = next(
            limits for pattern, *limits in LIMITS if re.fullmatch(pattern, path)
        )
        effects = [effect for _, effect, target in self.effects if target == path]
        for effect in effects:
            straight = path.endswith(".straightThrough")
            if of_case and not straight and effect["applies"] not in ("lodged", "decided"):
                raise ValueError(f"{path}: `applies` is needed")
        self.quantities[path] = Quantity(base, effects, low, high, self.oldest)

    def read_stream(self, one):
        where = f"streams.{one['name']}"
        inflow = one.get("inflow", {"level": 0})
        self.quantity(f"{where}.inflow.level", inflow["level"])
        self.quantity(f"{where}.inflow.trend", inflow.get("trend"), 0)
        for key in ("straightThrough", "withdrawal", "minimumLead", "drift"):
            self.quantity(f"{where}.{key}", one.get(key), 0)
        self.quantity(f"{where}.term", one["term"])
        for step in one["steps"]:
            for key in ("hours", "share"):
                self.quantity(f"{where}.steps.{step['name']}.{key}", step[key])
        bases = {
            o["name"]: self.number(o["share"], f"{where}.outcomes.{o['name']}.share")
            for o in one["outcomes"]
        }
        if any(f"{where}.outcomes.{name}.share" in self.draws for name in bases):
            total = sum(bases.values())
            bases = {name: base / total for name, base in bases.items()}
        for name, base in bases.items():
            self.quantity(f"{where}.outcomes.{name}", None, base=base)
        discipline = one.get("discipline", "fifo")
        if discipline != "random":
            newest = {"fifo": 0, "lifo": 1}.get(discipline) if isinstance(discipline, str) else (
                discipline["split"]["newest"])
            self.quantity(f"{where}.discipline.newest", newest,
                          drawn_as=f"{where}.discipline.split.newest")

    # -- values ---------------------------------------------------------------------------------

    def value(self, path, t, cohorts=None):
        return self.quantities[path].at(t, cohorts)

    def hours(self, stream, t, cohorts, complexity):
        where = f"streams.{stream}.steps"
        total = 0.0
        for step in self.by_name[stream]["steps"]:
            path = f"{where}.{step['name']}"
            total = total + (
                self.value(f"{path}.share", t, cohorts) * self.value(f"{path}.hours", t, cohorts)
            )
        return np.maximum(0.01, complexity * total)

    def outcome_shares(self, stream, t, cohorts):
        where = f"streams.{stream}.outcomes"
        names = [one["name"] for one in self.by_name[stream]["outcomes"]]
        quantities = {name: self.quantities[f"{where}.{name}"] for name in names}
        touched = [name for name in names if quantities[name].effects]
        value = {name: quantities[name].base for name in names}
        if not touched:
            return value
        new = {name: quantities[name].at(t, cohorts) for name in touched}
        same = np.True_
        for name in touched:
            same = same & (new[name] == value[name])
        total = sum(new.values())
        rest = sum(value[name] for name in names if name not in touched) + np.zeros(self.R)
        alone = rest == 0
        with np.errstate(divide="ignore", invalid="ignore"):
            new = {n: np.where(alone | (total > 1), v / total, v) for n, v in new.items()}
            factor = np.where(alone, 0, np.maximum(0, 1 - sum(new.values())) / rest)
        result = {}
        for name in names:
            changed = new[name] if name in touched else value[name] * factor
            result[name] = np.where(same, value[name], changed)
        return result

    # -- the months -----------------------------------------------------------------------------

    def run(self):
        return Run(self).months()


class Run:
    """The months of a world; `of[stream, measure]` is an array [months, runs]."""

    STREAM = ("inflow", "follow_up_inflow", "straight_through", "decisions", "withdrawals",
              "stock", "overdue_stock", "decided_in_term", "mean_wait", "p90_wait",
              "decisions_on_initial_stock", "hours_used")
    RATIOS = ("decided_in_term", "mean_wait", "p90_wait")
    POOL = ("staff", "capacity", "utilisation", "staff_to_keep_up")

    def __init__(self, world):
        self.w = w = world
        self.of = {}
        self.cohorts = np.arange(-w.oldest, w.T)
        self.q, self.lag, self.initial = {}, {}, {}
        for name in w.streams:
            stock = w.by_name[name]["stock"]
            total = w.number(stock["total"], f"streams.{name}.stock.total")
            q = np.zeros((w.oldest + w.T, w.R))
            for band in stock["ages"]:
                each = bare(band["share"]) * total / (band["to"] - band["from"])
                q[w.oldest - band["to"]:w.oldest - band["from"]] += each
            self.q[name], self.initial[name] = q, q.sum(axis=0)
        self.events = {}
        for flow in w.flows:
            lag = flow["lag"]
            if "weights" in lag:
                pairs = enumerate(bare(lag["weights"]), start=bare(lag["first"]))
                weights = {k: weight for k, weight in pairs}
            else:
                span = range(lag["from"], lag["to"] + 1)
                weights = {k: 1 / len(span) for k in span}
            name = flow["name"]
            self.lag[name] = weights
            history = w.number(flow["history"], f"flows.{name}.history")
            worth = w.quantities[f"flows.{name}.casesPerEvent"].base
            self.events[name] = {-k: history * worth for k in range(1, max(weights) + 1)}
        self.staff = {}
        for name, pool in w.pools.items():
            learning = bare(pool.get("learning", []))
            recent = [float(x) for x in bare(pool.get("recentHires", []))]
            n = [np.zeros(w.R) for _ in range(len(learning) + 1)]
            for j, hired in enumerate(recent):
                n[j] = np.full(w.R, hired)
            n[-1] = w.number(pool["staff"], f"pools.{name}.staff") - sum(recent)
            self.staff[name] = n
        self.growth = {name: np.ones(w.R) for name in w.streams}
        self.complexity = {name: np.ones(w.R) for name in w.streams}
        self.x = {name: np.zeros(w.R) for name in w.streams}
        self.variance = {name: np.zeros(w.R) for name in w.streams}
        self.y = {name: np.zeros(w.R) for name in w.streams}
        matrix = np.eye(len(w.streams))
        for one in w.raw.get("correlations", []):
            if "inflow" in one:
                i, j = map(w.streams.index, one["inflow"])
                matrix[i, j] = matrix[j, i] = bare(one["correlation"])
        self.factor = np.linalg.cholesky(matrix)

    def record(self, name, measure, t, value):
        w = self.w
        if (name, measure) not in self.of:
            self.of[name, measure] = np.zeros((w.T, w.R))
        self.of[name, measure][t] = value

    def months(self):
        for t in range(self.w.T):
            self.month(t)
        return self

    def arrivals(self, t):
        """External arrivals of every stream."""
        w, result = self.w, {}
        if w.chance is not None:
            fresh = np.stack([
                w.chance.normal(f"streams.{name}.inflow.noise", t) for name in w.streams
            ])
            fresh = self.factor @ fresh
        for index, name in enumerate(w.streams):
            inflow = w.by_name[name].get("inflow", {"level": 0})
            where = f"streams.{name}.inflow"
            if t > 0:
                self.growth[name] = self.growth[name] * (
                    (1 + w.value(f"{where}.trend", t)) ** (1 / 12))
            season = bare(inflow.get("season", [1.0] * 12))[w.calendar.season(t)]
            rate = w.value(f"{where}.level", t) * self.growth[name] * season
            if w.chance is not None:
                noise = bare(inflow.get("noise", {}))
                rho = bare(noise.get("persistence", 0))
                sd = w.number(noise.get("sd"), f"{where}.noise.sd", 0)
                self.x[name] = rho * self.x[name] + sd * fresh[index]
                self.variance[name] = rho**2 * self.variance[name] + sd**2
                surge = noise.get("surge")
                if surge:
                    shared = f"surges.{surge['name']}"
                    chance = w.number(surge["rate"], f"{where}.noise.surge.rate")
                    event = w.chance.monthly(f"{shared}.event", t) < chance
                    size = bare(surge["size"])
                    if is_distribution(size):
                        size = quantile_of(size, w.chance.monthly(f"{shared}.size", t))
                    decay = math.exp(-1 / bare(surge["decay"]))
                    self.y[name] = self.y[name] * decay + event * size
                rate = rate * np.exp(self.x[name] - self.variance[name] / 2) * (1 + self.y[name])
            rate = np.minimum(rate, 1e12)
            if w.chance is not None:
                kappa = noise.get("dispersion")
                if kappa is not None:
                    u = w.chance.monthly(f"streams.{name}.dispersion", t)
                    rate = rate * special.gammaincinv(bare(kappa), u) / bare(kappa)
                rate = poisson(w.chance.monthly(f"streams.{name}.arrivals", t), rate)
            result[name] = rate
        return result

    def month(self, t):
        w = self.w
        here = slice(0, w.oldest + t + 1)
        c = self.cohorts[here]
        wait = (t - c)[:, None]
        arrived = self.arrivals(t)
        month = {}
        for name in w.streams:
            where, q = f"streams.{name}", self.q[name]
            m = month[name] = {"inflow": arrived[name]}
            follow = np.zeros(w.R)
            for flow in w.flows:
                if flow["to"] == name:
                    for k, weight in self.lag[flow["name"]].items():
                        follow = follow + weight * self.events[flow["name"]][t - k]
            m["follow_up_inflow"] = follow
            sigma = w.value(f"{where}.straightThrough", t, np.array([t]))
            sigma = sigma[0] if sigma.ndim == 2 else sigma
            m["straight_through"] = sigma * (arrived[name] + follow)
            q[w.oldest + t] = arrived[name] + follow - m["straight_through"]
            leaving = np.broadcast_to(w.value(f"{where}.withdrawal", t, c), q[here].shape)
            lost = leaving[:-1] * q[here][:-1]
            q[here][:-1] -= lost
            m["withdrawals"] = lost.sum(axis=0)
            if t > 0:
                drift = w.value(f"{where}.drift", t)
                self.complexity[name] = self.complexity[name] * (1 + drift) ** (1 / 12)
            hours = w.hours(name, t, c, self.complexity[name])
            m["h"] = np.broadcast_to(hours, q[here].shape)
            eligible = wait >= w.value(f"{where}.minimumLead", t, c)
            m["open"] = np.where(eligible, q[here], 0.0)
            m["work"] = m["open"] * m["h"]
            m["demand"] = m["work"].sum(axis=0)
        for pool in w.pools:
            self.serve(pool, t, month)
        for name in w.streams:
            self.finish(name, t, c, month[name])
        for name, members in w.groups.items():
            for measure in self.STREAM:
                if measure not in self.RATIOS:
                    self.record(name, measure, t, sum(month[s][measure] for s in members))
            self.record_waits(name, t, [month[s] for s in members])
        for flow in w.flows:
            worth = w.value(f"flows.{flow['name']}.casesPerEvent", t)
            self.events[flow["name"]][t] = worth * self.happened(flow, month)
        euros = sum(
            w.value(f"penalties.{one['name']}.euros", t) * self.happened(one, month)
            for one in w.penalties
        )
        self.record("", "penalties", t, euros)

    def happened(self, thing, month):
        m, on = month[thing["from"]], thing["on"]
        if on == "decision":
            return m["decisions"] + m["straight_through"]
        if on == "withdrawal":
            return m["withdrawals"]
        if on == "overdue":
            return m["overdue_stock"]
        return m["outcomes"][on]

    def serve(self, pool, t, month):
        """Steps 4 to 6 for one pool."""
        w, raw, n = self.w, self.w.pools[pool], self.staff[pool]
        stay = 1 - w.value(f"pools.{pool}.attrition", t)
        hires = w.value(f"pools.{pool}.hires", t)
        last = len(n) - 1
        if last == 0:
            n = [n[0] * stay + hires]
        else:
            n = [hires] + [n[j - 1] * stay for j in range(1, last)] + [
                (n[last] + n[last - 1]) * stay]
        self.staff[pool] = n
        productive = n[-1] + sum(a * b for a, b in zip(bare(raw.get("learning", [])), n))
        per_month = w.value(f"pools.{pool}.hoursPerMonth", t)
        capacity = np.maximum(0, productive) * per_month
        if w.chance is not None:
            sd = w.number(raw.get("noise", {}).get("sd"), f"pools.{pool}.noise.sd", 0)
            z = w.chance.normal(f"pools.{pool}.noise", t)
            capacity = capacity * np.exp(sd * z - sd**2 / 2)
        members = [s for s in w.streams if w.by_name[s]["pool"] == pool]
        demand = {s: month[s]["demand"] for s in members}
        grants = self.allocate(pool, raw["allocation"], members, demand, capacity)
        used, need = np.zeros(w.R), np.zeros(w.R)
        for s in members:
            m = month[s]
            m["grant"] = grants[s]
            m["d"] = self.decide(s, t, m)
            m["hours_used"] = (m["d"] * m["h"]).sum(axis=0)
            used = used + m["hours_used"]
            fresh = m["inflow"] + m["follow_up_inflow"] - m["straight_through"]
            need = need + fresh * m["h"][-1]
        where = f"pool:{pool}"
        self.record(where, "staff", t, sum(n))
        self.record(where, "capacity", t, capacity)
        self.record(where, "utilisation", t, ratio(used, capacity))
        self.record(where, "staff_to_keep_up", t, need / per_month)

    def allocate(self, pool, rule, members, demand, capacity):
        grants = {s: np.zeros(self.w.R) for s in members}
        if rule == "proportional":
            total = sum(demand.values())
            enough = total <= capacity
            for s in members:
                part = demand[s] * capacity / np.where(total > 0, total, 1)
                grants[s] = np.where(enough, demand[s], part)
        elif "priority" in rule:
            left = capacity
            for s in rule["priority"]:
                grants[s] = np.minimum(demand[s], left)
                left = left - grants[s]
        else:
            share = {
                s: self.w.number(rule["shares"].get(s), f"pools.{pool}.allocation.shares.{s}", 0)
                for s in members
            }
            left = capacity
            for _ in members:
                open_ = {s: (grants[s] < demand[s]) & (share[s] > 0) for s in members}
                total = sum(np.where(open_[s], share[s], 0) for s in members)
                start = left
                for s in members:
                    part = start * share[s] / np.where(total > 0, total, 1)
                    lacking = demand[s] - grants[s]
                    full = part >= lacking
                    take = np.where(open_[s], np.minimum(lacking, part), 0)
                    grants[s] = np.where(open_[s] & full, demand[s], grants[s] + take)
                    left = left - take
                left = np.maximum(left, 0)
            for s in members:
                take = np.where(share[s] > 0, 0, np.minimum(demand[s], left))
                grants[s] = grants[s] + take
                left = left - take
        return grants

    def decide(self, stream, t, m):
        """Decisions of every cohort that use up the stream's grant."""
        grant, demand, q, h = m["grant"], m["demand"], m["open"], m["h"]
        enough = grant >= demand
        if self.w.by_name[stream].get("discipline", "fifo") == "random":
            d = q * np.minimum(1, grant / np.where(demand > 0, demand, 1))
        else:
            newest = self.w.value(f"streams.{stream}.discipline.newest", t)
            d = take_in_order(q[::-1], h[::-1], newest * grant)[::-1]
            left = grant - (d * h).sum(axis=0)
            d = d + take_in_order(q - d, h, left)
        return np.where(enough, q, np.minimum(d, q))

    def finish(self, name, t, c, m):
        """Steps 7 to 9 for one stream."""
        w, q, d = self.w, self.q[name], m["d"]
        here = q[:len(c)]
        here -= d
        m["decisions"] = d.sum(axis=0)
        m["stock"] = here.sum(axis=0)
        m["decisions_on_initial_stock"] = d[:w.oldest].sum(axis=0)
        m["outcomes"] = {
            o: (d * share).sum(axis=0) + m["straight_through"] * last(share)
            for o, share in w.outcome_shares(name, t, c).items()
        }
        term = w.value(f"streams.{name}.term", t, c)
        age = (t - c)[:, None]
        m["overdue_stock"] = (here * np.clip(age + 1 - term, 0, 1)).sum(axis=0)
        m["in_term"] = (d * (1 - np.clip(age + 0.5 - term, 0, 1))).sum(axis=0)
        m["waited"] = (d * age).sum(axis=0)
        for measure in self.STREAM:
            if measure not in self.RATIOS:
                self.record(name, measure, t, m[measure])
        self.record_waits(name, t, [m])

    def record_waits(self, name, t, parts):
        straight = sum(m["straight_through"] for m in parts)
        total = sum(m["decisions"] for m in parts) + straight
        in_term = sum(m["in_term"] for m in parts) + straight
        self.record(name, "decided_in_term", t, ratio(in_term, total))
        self.record(name, "mean_wait", t, ratio(sum(m["waited"] for m in parts), total))
        by_wait = sum(m["d"] for m in parts)[::-1]
        self.record(name, "p90_wait", t, ninety(by_wait, straight, total))


def last(share):
    return share[-1] if share.ndim == 2 else share


def ratio(above, below):
    return np.where(below < 1e-9, np.nan, above / np.where(below < 1e-9, 1, below))


def take_in_order(q, h, hours):
    """Decisions, first row first, that `hours` allow."""
    work = q * h
    before = np.vstack([np.zeros((1, work.shape[1])), np.cumsum(work, axis=0)[:-1]])
    left = np.maximum(0, hours - before)
    return np.where(left >= work, q, np.minimum(q, left / h))


def ninety(by_wait, straight, total):
    """The wait within which 90 % were decided; row k was decided after k months."""
    target = 0.9 * total - straight
    reached = np.cumsum(by_wait, axis=0)
    k = np.minimum((reached < target).sum(axis=0), len(by_wait) - 1)
    run = np.arange(by_wait.shape[1])
    inside = by_wait[k, run]
    before = reached[k, run] - inside
    low = np.maximum(0, k - 0.5)
    part = (target - before) / np.where(inside > 0, inside, 1)
    value = np.where(target <= 0, 0, low + np.clip(part, 0, 1) * (k + 0.5 - low))
    return np.where(total < 1e-9, np.nan, value)


# ---------------------------------------------------------------------------------------------
# Expected path, Monte Carlo, outcomes, tests
# ---------------------------------------------------------------------------------------------


def central(raw, without=()):
    return World(raw, without).run()


def simulate(raw, runs, seed=None, first=0, without=()):
    seed = raw.get("seed", 1) if seed is None else seed
    return World(raw, without, Chance(seed, np.arange(first, first + runs))).run()


def outcomes(run):
    """Columns of one number a run; `nan` where it never happens."""
    w, result = run.w, {}
    names = {**{s: [s] for s in w.streams}, **w.groups}
    for name, members in names.items():
        get = lambda measure: run.of[name, measure]
        start = sum(run.initial[s] for s in members)
        done = get("decisions") + get("straight_through")
        result[name, "stock_end"] = get("stock")[-1]
        result[name, "overdue_stock_end"] = get("overdue_stock")[-1]
        for outcome, flag, when in (
            ("months_until_stock_halved", "stock_halved", get("stock") <= start / 2),
            ("months_until_overdue_gone", "overdue_gone", 
             (get("overdue_stock") < done) | (get("overdue_stock") == 0)),
        ):
            ever = when.any(axis=0)
            result[name, outcome] = np.where(ever, when.argmax(axis=0) + 1.0, np.nan)
            result[name, flag] = ever.astype(float)
        out = (done + get("withdrawals"))[-12:].sum(axis=0)
        came = (get("inflow") + get("follow_up_inflow"))[-12:].sum(axis=0)
        healthy = get("stock")[-1] <= came / min(12, len(get("inflow")))
        result[name, "keeps_up"] = ((out >= came * (1 - 1e-9)) | healthy).astype(float)
    result["", "penalties"] = run.of["", "penalties"].sum(axis=0)
    return result


def measure(run, item):
    """A measure of a stream, group, pool or the whole, as an array [months, runs]."""
    name = item.get("stream", "")
    if name or item["measure"] == "penalties":
        value = run.of[name, item["measure"]]
    else:
        value = sum(run.of[s, item["measure"]] for s in run.w.streams)
    return value * bare(item.get("times", 1))


def months_of(w, raw):
    def index(one):
        at = w.calendar.index(one) if isinstance(one, str) else one
        return at + w.T if isinstance(one, int) and one < 0 else at

    if raw is None:
        return slice(0, w.T)
    if isinstance(raw, dict):
        return slice(index(raw["from"]), index(raw["to"]) + 1)
    return slice(index(raw), index(raw) + 1)


def side(raw, months, run_without):
    """One side of a test, as an array [months or 1, runs]."""
    if not isinstance(raw, dict) or "sum" not in raw:
        return np.array([[float(bare(raw))]])
    run = run_without(raw.get("without", []))
    own = months_of(run.w, raw.get("months", months))

    def series(items):
        total = sum(measure(run, item) for item in items)
        if "rolling" in raw:
            n = raw["rolling"]
            rolled = np.full_like(total, np.nan)
            for t in range(n - 1, len(total)):
                rolled[t] = total[t - n + 1:t + 1].sum(axis=0)
            total = rolled
        total = total[own]
        if "take" in raw:
            take = {"sum": np.nansum, "mean": np.nanmean, "min": np.nanmin, "max": np.nanmax}
            total = take[raw["take"]](total, axis=0)[None]
        return total

    above = series(raw["sum"])
    return ratio(above, series(raw["per"])) if "per" in raw else above


def verdict(test, run_without):
    """1, 0, or `nan` when no month counts; shape [runs]."""
    left, right = (side(test[key], test.get("months"), run_without) for key in ("left", "right"))
    slack = bare(test.get("tolerance", 0)) * np.abs(right)
    holds = {
        "<": left < right + slack, "<=": left <= right + slack,
        ">": left > right - slack, ">=": left >= right - slack,
        "within": np.abs(left - right) <= slack,
    }[test["relation"]]
    known = ~np.isnan(left - right)
    every = test.get("holds", "every") == "every"
    result = np.where(known, holds, every)
    result = result.all(axis=0) if every else result.any(axis=0)
    return np.where(known.any(axis=0), result, np.nan)


def worlds(raw, runs, seed):
    """Runs of the scenario without some levers, each made once."""
    made = {}

    def get(without):
        key = tuple(sorted(without))
        if key not in made:
            made[key] = simulate(raw, runs, seed, without=key) if runs else central(raw, key)
        return made[key]

    return get


# ---------------------------------------------------------------------------------------------
# A whole study: what `simulate SCENARIO` computes, for its speed and for its statistics
# ---------------------------------------------------------------------------------------------

KEPT = 2048  # runs from which quantiles of monthly measures are taken


def sides_without(raw):
    """The sets of levers that tests and questions switch off, each once; the first is none."""
    sides = [test[key] for test in raw.get("tests", []) for key in ("left", "right")]
    named = [side.get("without", []) for side in sides if isinstance(side, dict)]
    named += [question.get("without", []) for question in raw.get("questions", [])]
    return list(dict.fromkeys([(), *(tuple(sorted(one)) for one in named)]))


class Study:
    """Moments and quantiles of every monthly measure, outcomes, verdicts and answers.

    Runs are made in chunks, so that memory does not grow with them: arrays of cohorts and runs
    should stay in the processor's cache.
    """

    def __init__(self, raw, runs, seed, chunk):
        self.raw, self.worlds = raw, sides_without(raw)
        self.count = self.sum = self.squares = 0
        kept, columns, holds, differences = [], [], [], []
        for first in range(0, runs, chunk):
            here = np.arange(first, min(first + chunk, runs))
            chance = SharedChance(seed, here)
            made = {one: World(raw, one, chance).run() for one in self.worlds}
            get = lambda without: made[tuple(sorted(without))]
            base = get([])
            self.names = list(base.of)
            cells = np.stack([base.of[name] for name in self.names])
            known = ~np.isnan(cells)
            filled = np.where(known, cells, 0)
            if first == 0:
                # Sums of squares around a typical value lose no digits.
                typical = filled.sum(axis=2) / np.maximum(1, known.sum(axis=2))
            filled = np.where(known, cells - typical[..., None], 0)
            self.count = self.count + known.sum(axis=2)
            self.sum = self.sum + filled.sum(axis=2)
            self.squares = self.squares + (filled**2).sum(axis=2)
            if first < KEPT:
                kept.append(cells)
            columns.append(outcomes(base))
            holds.append([verdict(test, get) for test in raw.get("tests", [])])
            for question in raw.get("questions", []):
                other = get(question.get("without", []))
                for item in question.get("show", []):
                    at = months_of(base.w, item.get("month"))
                    differences.append((measure(base, item) - measure(other, item))[at][-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            shift = self.sum / self.count
            self.mean = typical + shift
            spread = (self.squares - self.sum * shift) / (self.count - 1)
            self.sd = np.sqrt(np.maximum(0, spread))
        self.kept = np.concatenate(kept, axis=2)[..., :KEPT]
        self.kept.sort(axis=2)  # what is undefined goes last
        self.outcomes = {k: np.concatenate([one[k] for one in columns]) for k in columns[0]}
        self.holds = [np.concatenate(one) for one in zip(*holds)]
        self.differences = differences

    def quantile(self, p):
        """The smallest kept value that at least a share `p` of the defined ones do not exceed."""
        known = (~np.isnan(self.kept)).sum(axis=2)
        rank = np.clip(np.ceil(p * known) - 1, 0, None).astype(int)
        return np.take_along_axis(self.kept, rank[..., None], axis=2)[..., 0]


STATISTICS = ["month", "stream", "measure", "expected", "n", "mean", "sd", "kurtosis"]
TESTED = {"p05": 0.05, "p50": 0.5, "p95": 0.95}
OTHERS, DEVIATIONS = 2048, 5.5  # size of the sample to be tested, and how far chance may carry it


def print_statistics(raw, runs, seed, chunk, months, out=sys.stdout):
    """What another sample of the same law must agree with, for a few months of every measure.

    The quantile `q` of a sample of m runs has a share of about p of the law below it, and so
    does the same share of the n runs here, each give or take its binomial deviation. So `q` must
    lie between the quantiles here at p - s and p + s, s = 5.5 sqrt(p (1 - p) (1/m + 1/n)).
    """
    expected = central(raw)
    at = [expected.w.calendar.index(month) for month in months]
    parts = []
    for first in range(0, runs, chunk):
        run = simulate(raw, min(chunk, runs - first), seed, first)
        parts.append({name: values[at] for name, values in run.of.items()})
    write = csv.writer(out, lineterminator="\n")
    ends = [f"{name}_{end}" for name in TESTED for end in ("low", "high")]
    write.writerow(STATISTICS + ends)
    number = lambda value: "" if np.isnan(value) else f"{value:.10g}"
    for name, which in parts[0]:
        for place, month in enumerate(months):
            values = np.concatenate([part[name, which][place] for part in parts])
            values = np.sort(values[~np.isnan(values)])
            n = len(values)
            row = [month, name, which, cell(expected.of[name, which][at[place]][0]), n]
            if n < 2:
                write.writerow(row + [""] * (3 + len(ends)))
                continue
            mean, sd = values.mean(), values.std(ddof=1)
            fourth = ((values - mean) ** 4).mean() / sd**4 if sd > 0 else math.nan
            row += [number(mean), number(sd), number(fourth)]
            for p in TESTED.values():
                s = DEVIATIONS * math.sqrt(p * (1 - p) * (1 / OTHERS + 1 / n))
                low, high = math.floor((p - s) * n) - 1, math.ceil((p + s) * n)
                row += [number(values[low]) if low >= 0 else "-inf",
                        number(values[high]) if high < n else "inf"]
            write.writerow(row)


def time_study(raw, runs, seed, chunk):
    """Seconds that a study takes, once everything has been imported and the scenario read."""
    wall, processor = time.perf_counter(), time.process_time()
    study = Study(raw, runs, seed, chunk)
    for p in (0.05, 0.25, 0.5, 0.75, 0.95):
        study.quantile(p)
    return {
        "runs": runs, "seconds": time.perf_counter() - wall,
        "cpuSeconds": time.process_time() - processor, "worlds": len(study.worlds),
        "chunk": chunk, "python": sys.version.split()[0], "numpy": np.__version__,
        "scipy": sys.modules["scipy"].__version__,
        "threads": int(os.environ.get("OPENBLAS_NUM_THREADS", os.cpu_count() or 1)),
    }


# ---------------------------------------------------------------------------------------------
# Command line
# ---------------------------------------------------------------------------------------------


def cell(value):
    return "" if np.isnan(value) else repr(float(value))


def print_central(run, out=sys.stdout):
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["month", "stream", "measure", "value"])
    w = run.w
    rows = [(s, m) for s in [*w.streams, *w.groups] for m in Run.STREAM]
    rows += [(f"pool:{p}", m) for p in w.pools for m in Run.POOL] + [("", "penalties")]
    for t in range(w.T):
        for name, which in rows:
            write.writerow([w.calendar.label(t), name, which, cell(run.of[name, which][t][0])])


def print_runs(raw, runs, seed, without):
    write, header = csv.writer(sys.stdout, lineterminator="\n"), None
    for first in range(0, runs, 1024):
        columns = outcomes(simulate(raw, min(1024, runs - first), seed, first, without))
        if header is None:
            header = ["run"] + [".".join(filter(None, reversed(key))) for key in columns]
            write.writerow(header)
        for r in range(min(1024, runs - first)):
            write.writerow([first + r] + [cell(values[r]) for values in columns.values()])


def spread(values):
    known = values[~np.isnan(values)]
    if not len(known):
        return "undefined"
    low, mid, high = np.quantile(known, [0.05, 0.5, 0.95], method="inverted_cdf")
    return f"{known.mean():14,.2f} {low:14,.2f} {mid:14,.2f} {high:14,.2f}"


def print_summary(raw, runs, seed, without):
    raw = load(raw)
    for lever in raw.get("levers", []):
        if lever["name"] in without:
            lever["enabled"] = False
    get = worlds(raw, runs, seed)
    run = get([])
    w, T = run.w, run.w.T
    ends = [t for t in range(T) if w.calendar.season(t) == 11 or t == T - 1]
    head = f"{'':34}{'mean':>14} {'p05':>14} {'p50':>14} {'p95':>14}"
    for name, members in {**{s: [s] for s in w.streams}, **w.groups}.items():
        print(f"\n{name}{head[len(name):]}")
        print(f"  {'stock at the start':32}{spread(sum(run.initial[s] for s in members))}")
        for which in ("stock", "overdue_stock"):
            for t in ends:
                label = f"{which} {w.calendar.label(t)}"
                print(f"  {label:32}{spread(run.of[name, which][t])}")
        for which in ("inflow", "follow_up_inflow", "straight_through", "decisions",
                      "withdrawals", "mean_wait", "p90_wait", "decided_in_term"):
            for t in (0, 6, 12):
                if t < T:
                    label = f"{which} {w.calendar.label(t)}"
                    print(f"  {label:32}{spread(run.of[name, which][t])}")
        for which in ("months_until_stock_halved", "months_until_overdue_gone", "keeps_up"):
            print(f"  {which:32}{spread(outcomes(run)[name, which])}")
    for pool in w.pools:
        name = f"pool:{pool}"
        print(f"\n{name}{head[len(name):]}")
        for which in Run.POOL:
            for t in sorted({0, *ends}):
                label = f"{which} {w.calendar.label(t)}"
                print(f"  {label:32}{spread(run.of[name, which][t])}")
    if w.penalties:
        print(f"\npenalties{head[9:]}")
        first = 0
        for t in ends:
            label = f"{w.calendar.label(first)} to {w.calendar.label(t)}"
            print(f"  {label:32}{spread(run.of['', 'penalties'][first:t + 1].sum(axis=0))}")
            first = t + 1
    for question in raw.get("questions", []):
        print(f"\nquestion {question.get('claim')}: with minus without "
              f"{', '.join(question.get('without', []))}")
        other = get(question.get("without", []))
        for item in question.get("show", []):
            at = months_of(w, item.get("month"))
            difference = (measure(run, item) - measure(other, item))[at][-1]
            label = f"{item['measure']} {item.get('stream', '')} {item.get('month', '')}"
            print(f"  {label:32}{spread(difference)}")
    print()
    for test in raw.get("tests", []):
        holds = verdict(test, get)
        counted = holds[~np.isnan(holds)]
        share = f"{counted.mean():.4f}" if len(counted) else "undefined"
        print(f"test {test['name']:40} holds in {share} of {len(counted)} runs")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["central", "runs", "summary", "statistics", "time", "check"])
    parser.add_argument("scenario", nargs="?")
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--chunk", type=int, default=1024, help="runs made side by side")
    parser.add_argument("--months", default="", help="for `statistics`, joined by commas")
    parser.add_argument("--without", default="", help="levers, joined by commas")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE")
    given = parser.parse_args()
    if given.command == "check":
        import check

        sys.exit(check.main())
    overrides = {}
    for one in given.set:
        path, _, value = one.partition("=")
        overrides[path] = parse(value)
    raw = load(given.scenario, overrides)
    without = [name for name in given.without.split(",") if name]
    unknown = set(without) - {lever["name"] for lever in raw.get("levers", [])}
    if unknown:
        parser.error(f"no such levers: {', '.join(sorted(unknown))}")
    if given.command == "central":
        print_central(central(raw, without))
    elif given.command == "runs":
        print_runs(raw, given.runs, given.seed, without)
    elif given.command == "statistics":
        print_statistics(raw, given.runs, given.seed, given.chunk, given.months.split(","))
    elif given.command == "time":
        seed = raw.get("seed", 1) if given.seed is None else given.seed
        print(json.dumps(time_study(raw, given.runs, seed, given.chunk)))
    else:
        print_summary(raw, given.runs, given.seed, without)


if __name__ == "__main__":
    main()
