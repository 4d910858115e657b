"""Recurrent layers: where dropout may act in a network that reads an image row by row, and how masks last.

The state of a gated recurrent unit is dropped where its gates read it, with masks that are fresh at every
step or locked over all of them; or the state itself is dropped, memory and all; or only what enters and
leaves the network; or everything, locked. A result is that of a comparison (``comparison``); claim 2.9 has a
reading for either kind of mask and either metric.
"""

from collections.abc import Mapping

from ..figures import Figure, Table
from ..results import Result, rate_key
from ..training.modules import ModuleRecipe
from . import comparison
from .comparison import Arm, Condition, Plan, module_arm, sample, stacks_planned
from .comparison_figures import arms_table, dots
from .comparison_figures import verdicts as contrasts_table
from .contrasts import Contrast, on_both
from .stacks import Sizes, Train

__all__ = [
    "CLAIMS",
    "NAME",
    "QUESTION",
    "SETTINGS",
    "figure",
    "measure",
    "sample",
    "stacks_planned",
    "table",
    "verdicts",
]

NAME = "recurrent"
QUESTION = "Where may dropout act in a recurrent layer, and must its masks last?"

MASKS = {"fresh": "element", "locked": "locked"}
RATES = (0.1, 0.3, 0.5)


def _arms() -> dict[str, Arm]:
    """Rates of input, state, memory and output."""
    on_state = {
        f"{name}_{rate_key(p)}": module_arm("gru", 0, p, 0, 0, masks=masks)
        for name, masks in MASKS.items()
        for p in RATES
    }
    return {
        "none": module_arm("gru", 0, 0, 0, 0),
        **on_state,
        "memory_p10": module_arm("gru", 0, 0, 0.1, 0),
        "memory_p30": module_arm("gru", 0, 0, 0.3, 0),
        "ends_p30": module_arm("gru", 0.3, 0, 0, 0.3),
        "everywhere_p30": module_arm("gru", 0.3, 0.3, 0, 0.3, masks="locked"),
    }


NAMES = {
    "none": "no dropout",
    **{f"fresh_{rate_key(p)}": f"state, fresh, {p:g}" for p in RATES},
    **{f"locked_{rate_key(p)}": f"state, locked, {p:g}" for p in RATES},
    "memory_p10": "memory, fresh, 0.1",
    "memory_p30": "memory, fresh, 0.3",
    "ends_p30": "in and out, fresh, 0.3",
    "everywhere_p30": "all, locked, 0.3",
}
"""The arms as a figure writes them."""


def _contrasts() -> dict[str, Contrast]:
    asked: dict[str, tuple[str, str, str]] = {}
    for masks in MASKS:
        asked |= {
            f"{masks}_p10_helps": (f"{masks} masks on the state at 0.1 help", f"{masks}_p10", "none"),
            f"{masks}_p30_helps": (f"{masks} masks on the state at 0.3 help", f"{masks}_p30", "none"),
            f"{masks}_p50_is_worse": (
                f"{masks} masks at 0.5 do worse than at 0.3",
                f"{masks}_p30",
                f"{masks}_p50",
            ),
        }
    for p in RATES:
        key = rate_key(p)
        asked[f"locked_beats_fresh_{key}"] = (
            f"locked masks beat fresh ones at {p:g}",
            f"locked_{key}",
            f"fresh_{key}",
        )
    asked |= {
        "memory_harms": ("fresh masks on the memory harm at 0.1", "none", "memory_p10"),
        "memory_harms_more": ("and at 0.3 more than at 0.1", "memory_p10", "memory_p30"),
        "ends_help": ("dropout on input and output alone helps at 0.3", "ends_p30", "none"),
        "everywhere_beats_ends": ("locked masks everywhere beat that", "everywhere_p30", "ends_p30"),
    }
    return {key: found for name, words in asked.items() for key, found in on_both(name, *words).items()}


CONTRASTS = _contrasts()

CLAIMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "2.9": {
        f"{masks}{ending}": tuple(
            f"{masks}_{part}{ending}" for part in ("p10_helps", "p30_helps", "p50_is_worse")
        )
        for masks in MASKS
        for ending in ("", "_likelier")
    }
}
"""The recurrent part of claim 2.9 is read as: 0.1 helps, 0.3 helps, and 0.5 does worse than 0.3."""

SETTINGS = Plan(
    name=NAME,
    question=QUESTION,
    conditions={
        "rows": Condition(
            says="a GRU reads an image row by row",
            arms=_arms(),
            recipe=ModuleRecipe(hidden=(32,), epochs=20, batch_size=50, optimiser="adam", measure_every=20),
            sizes=Sizes(train=1000, validation=1000, test=2000, seed=0),
            learning_rates=(0.005, 0.01, 0.02, 0.04, 0.08),
        )
    },
    contrasts=CONTRASTS,
)
"""All that was fixed before the run, but for the grid. In a first run the learning rates began at 0.01, and
the one that suits a memory dropped at 0.3 lay at the edge: 0.005 was added, and nothing else was changed."""


def measure(settings: Plan, train: Train) -> Result:
    """Choose, train, compare, judge; the claim by its readings."""
    return comparison.measure_readings(settings, CLAIMS, train)


def figure(result: Result) -> Figure:
    """A row for each arm: test accuracy above, test NLL below."""
    return dots(result, NAMES)


def table(result: Result) -> Table:
    """Each arm with its learning rate and what it came to."""
    return arms_table(result, NAMES, "rows", (("train", "accuracy"), ("test", "accuracy")))


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict."""
    return contrasts_table(result, {"rows": "effect"})


def readings(result: Result) -> Table:
    """What each reading of claim 2.9 comes to."""
    found = result["claims"]["2.9"]["readings"]
    rows = tuple((masks, found[masks]["rows"], found[f"{masks}_likelier"]["rows"]) for masks in MASKS)
    words = "Recurrent rates: 0.1 helps, 0.3 helps, 0.5 does worse than 0.3; verdict on all three together."
    return Table(words, ("masks on the state", "by accuracy", "by NLL"), rows)
