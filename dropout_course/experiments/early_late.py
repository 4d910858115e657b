"""Early and late dropout: what if units are dropped in one part of the training only?

Dropout in the first tenth is meant for networks that underfit, dropout in all but the first tenth for those
that overfit [Liu et al. 2023]. So there are two conditions: few images for a wide network, many for a narrow
one in few epochs. Each arm that drops chooses between two rates, and all choose their learning rate.
"""

from ..figures import Figure
from ..results import Result
from ..training import Recipe
from .comparison import Arm, Condition, Plan, arm, measure, sample, stacks_planned
from .comparison_figures import dots
from .contrasts import ACCURACY_MARGIN, NLL_MARGIN, Contrast
from .stacks import Sizes

__all__ = ["CLAIMS", "NAME", "QUESTION", "SETTINGS", "figure", "measure", "sample", "stacks_planned"]

START = 0.1  # of the training is early


def _dropping(rates: tuple[float, float], hidden: int, begin: float, end: float) -> Arm:
    light, heavy = (arm(0, *[p] * hidden, period=(begin, end)) for p in rates)
    return light + heavy


def _arms(rates: tuple[float, float], hidden: int) -> dict[str, Arm]:
    return {
        "none": arm(0, *[0.0] * hidden),
        "whole": _dropping(rates, hidden, 0.0, 1.0),
        "early": _dropping(rates, hidden, 0.0, START),
        "late": _dropping(rates, hidden, START, 1.0),
    }


CONDITIONS = {
    "overfits": Condition(
        says="1,000 images, a wide network, 30 epochs: it overfits",
        arms=_arms((0.2, 0.5), hidden=2),
        recipe=Recipe(hidden=(128, 128), epochs=30, batch_size=50),
        sizes=Sizes(train=1000, validation=1000, test=2000, seed=0),
        learning_rates=(0.006, 0.02, 0.06, 0.18),
    ),
    "underfits": Condition(
        says="5,000 images, a narrow network, 5 epochs: it underfits",
        arms=_arms((0.1, 0.3), hidden=2),
        recipe=Recipe(hidden=(16, 16), epochs=5, batch_size=50),
        sizes=Sizes(train=5000, validation=1000, test=2000, seed=0),
        learning_rates=(0.006, 0.02, 0.06, 0.18),
    ),
}


def _more_accurate(arm: str, other: str) -> Contrast:
    says = f"{_NAMES[arm]} is more accurate on the test set than {_NAMES[other]}"
    return Contrast(says, ((1, "test", arm), (-1, "test", other)), ACCURACY_MARGIN)


def _likelier(arm: str, other: str, on: str = "test") -> Contrast:
    says = f"{_NAMES[arm]} has a lower {on} NLL than {_NAMES[other]}"
    return Contrast(says, ((-1, on, arm), (1, on, other)), NLL_MARGIN, "nll")


_NAMES = {
    "none": "no dropout",
    "whole": "dropout throughout",
    "early": "early dropout",
    "late": "late dropout",
}

CONTRASTS = {
    "whole_beats_none": _more_accurate("whole", "none"),
    "early_beats_none": _more_accurate("early", "none"),
    "late_beats_none": _more_accurate("late", "none"),
    "late_beats_whole": _more_accurate("late", "whole"),
    "early_fits_better": _likelier("early", "none", on="train"),
    "whole_likelier": _likelier("whole", "none"),
    "early_likelier": _likelier("early", "none"),
    "late_likelier_than_whole": _likelier("late", "whole"),
}

SETTINGS = Plan(
    name="early-late",
    question="Is it enough to drop units in one part of the training?",
    conditions=CONDITIONS,
    contrasts=CONTRASTS,
)
NAME, QUESTION, CLAIMS = SETTINGS.name, SETTINGS.question, SETTINGS.claims

ARMS = {
    "none": "none",
    "early": "first tenth",
    "late": "after it",
    "whole": "throughout",
}


def figure(result: Result) -> Figure:
    """Test accuracy and NLL of each arm, under both conditions."""
    return dots(result, ARMS, conditions={"overfits": "overfits", "underfits": "underfits"})
