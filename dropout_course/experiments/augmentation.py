"""Augmentation: does dropout still pay where images are shifted, and shifting where units are dropped?

A small convolutional network on few images, since shifts help networks that look at neighbourhoods, and help
most where images are few. Dropout acts on its dense layer, at the better of 0.2 and 0.5 by validation images;
every arm has its own learning rate. "Often used together" is tried as "worth using together": each of the
two, added to the other, improves test accuracy.
"""

from ..figures import Figure
from ..results import Result
from ..training.modules import ModuleRecipe
from .comparison import Arm, Condition, Plan, measure, module_arm, sample, stacks_planned
from .comparison_figures import dots
from .contrasts import Contrast, more_accurate
from .stacks import Sizes

__all__ = ["CLAIMS", "NAME", "QUESTION", "SETTINGS", "figure", "measure", "sample", "stacks_planned"]

MARGIN = 0.01  # a point: sets so small differ by more from one another


def _arm(*rates: float, shifted: bool = False) -> Arm:
    """The arms that drop units of the dense layer at ``rates``; neither pixels nor maps are dropped."""
    kind = "shift" if shifted else "none"
    return tuple(run for p in rates for run in module_arm("cnn", 0, 0, 0, p, augmentation=kind))


def _improves(says: str, arm: str, other: str) -> Contrast:
    return more_accurate(f"{says} improves test accuracy", arm, other, MARGIN)


CONTRASTS = {
    "dropout_alone": _improves("dropout without shifts", "dropout", "none"),
    "shifts_alone": _improves("shifting without dropout", "shifts", "none"),
    "dropout_beside": _improves("dropout beside shifts", "both", "shifts"),
    "shifts_beside": _improves("shifting beside dropout", "both", "dropout"),
    "less_beside": Contrast(
        "dropout gains less test accuracy beside shifts than without",
        ((1, "test", "dropout"), (-1, "test", "none"), (-1, "test", "both"), (1, "test", "shifts")),
        MARGIN,
    ),
}

SETTINGS = Plan(
    name="augmentation",
    question="Does dropout still help where the training images are augmented?",
    conditions={
        "few": Condition(
            says="300 images, a small convolutional network",
            arms={
                "none": _arm(0),
                "dropout": _arm(0.2, 0.5),
                "shifts": _arm(0, shifted=True),
                "both": _arm(0.2, 0.5, shifted=True),
            },
            recipe=ModuleRecipe(hidden=(64,), channels=(8, 16), epochs=30, batch_size=20, measure_every=30),
            sizes=Sizes(train=300, validation=1000, test=2000, seed=0),
            learning_rates=(0.002, 0.007, 0.02, 0.06, 0.18),
        )
    },
    contrasts=CONTRASTS,
    claims={"3.10": ("dropout_beside", "shifts_beside")},
)
NAME, QUESTION, CLAIMS = SETTINGS.name, SETTINGS.question, SETTINGS.claims

ARMS = {"none": "neither", "dropout": "dropout", "shifts": "shifts", "both": "both"}


def figure(result: Result) -> Figure:
    """Test accuracy and NLL of the four arms."""
    return dots(result, ARMS, conditions={"few": ""})
