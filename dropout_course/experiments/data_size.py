"""Data size and label noise: what dropout gains with 100 to 10,000 images, of which some carry wrong labels.

Every size is trained for equally many steps, 600: small sets in small batches and more epochs. For 10,000
images these are six epochs, in which dropout may only learn more slowly; so they are trained for the 20
epochs of 3,000 images, too, 2,000 steps, as cells of their own. They are drawn from the published set, the
others from the subset that travels with the package; all are judged on the same test images. The dropout
arm is the better of p = 0.2 and p = 0.5 by validation images, and both arms choose their learning rate, down
to rates so small that a network without dropout is as good as stopped early.

Small is 100 or 300 images. "Dropout does not always help on small data" stands for a cell, a size with a
share of wrong labels, if the interval of the gain ends below one point; it falls where the interval begins
above. One cell each way makes it "holds under conditions". The smallest set is drawn twice, since intervals
do not cover what another draw of so few images would change.
"""

from typing import Any

from ..figures import SERIES, Figure, Table, draw_series, new_drawing, render, style
from ..palette import LIGHT
from ..results import Result
from ..training import Recipe
from . import comparison
from .comparison import Condition, Plan, arm, sample, stacks_planned
from .comparison_figures import caption
from .contrasts import Contrast, answer
from .stacks import FullSizes, Sizes, Train
from .verdict_table import verdict_table

__all__ = ["CLAIMS", "NAME", "QUESTION", "SETTINGS", "figure", "measure", "sample", "stacks_planned", "table"]

TRAININGS = {100: (60, 10), 300: (40, 20), 1000: (30, 50), 3000: (20, 100), 10_000: (6, 100)}
"""By the number of images: epochs and batch size, of 600 steps each."""
LONGER = {10_000: (20, 100)}
"""Likewise, where 600 steps are few epochs."""
FROM_SUBSET = 5000  # the most images that it has to learn from, beside a thousand to choose by
NOISES = (0.0, 0.2, 0.4)
LEARNING_RATES = {
    (100, 0.0): (0.0007, 0.002, 0.006, 0.02, 0.06),
    (100, 0.2): (0.0006, 0.002, 0.006, 0.02, 0.06),
    (100, 0.4): (0.0002, 0.0006, 0.002, 0.006, 0.02),
    (300, 0.0): (0.002, 0.006, 0.02, 0.06, 0.18),
    (300, 0.2): (0.0006, 0.002, 0.006, 0.02, 0.06),
    (300, 0.4): (0.0002, 0.0006, 0.002, 0.006, 0.02),
    (1000, 0.0): (0.006, 0.02, 0.06, 0.18),
    (1000, 0.2): (0.002, 0.006, 0.02, 0.06),
    (1000, 0.4): (0.002, 0.006, 0.02, 0.06),
    (3000, 0.0): (0.006, 0.02, 0.06, 0.18),
    (3000, 0.2): (0.006, 0.02, 0.06, 0.18),
    (3000, 0.4): (0.006, 0.02, 0.06, 0.18),
    **{(10_000, noise): (0.006, 0.02, 0.06, 0.18) for noise in NOISES},
}
"""The smaller, the fewer and the worse the labels are, as a pilot with one tuning seed showed."""

ACCURACY_MARGIN = 0.01  # a point: sets so small differ by more from one another
NLL_MARGIN = 0.05  # nats
GAP_MARGIN = 0.02  # two points of overfitting


def key(images: int, noise: float, *, longer: bool = False) -> str:
    """The name of a cell."""
    return f"n{images}_noise{100 * noise:g}" + ("_longer" if longer else "")


def _cell(images: int, noise: float, *, draw: int = 0, longer: bool = False) -> Condition:
    epochs, batch_size = (LONGER if longer else TRAININGS)[images]
    options = {"label_noise": noise}
    wrong = f"{noise:.0%} of the labels drawn at random" if noise else "true labels"
    besides = ", another draw of the images" if draw else f", {epochs} epochs" if longer else ""
    source = Sizes if images <= FROM_SUBSET else FullSizes
    return Condition(
        says=f"{images:,} images, {wrong}{besides}",
        arms={
            "none": arm(0, 0, 0, **options),
            "dropout": arm(0, 0.2, 0.2, **options) + arm(0, 0.5, 0.5, **options),
        },
        recipe=Recipe(hidden=(128, 128), epochs=epochs, batch_size=batch_size),
        sizes=source(train=images, validation=1000, test=2000, seed=draw),
        learning_rates=LEARNING_RATES[images, noise],
    )


CELLS = {key(images, noise): _cell(images, noise) for images in TRAININGS for noise in NOISES}
MORE_EPOCHS = {
    key(images, noise, longer=True): _cell(images, noise, longer=True)
    for images in LONGER
    for noise in NOISES
}
AGAIN = f"{key(100, 0)}_again"
SMALL = (*(key(images, noise) for images in (100, 300) for noise in NOISES), AGAIN)

GAIN = ((1, "test", "dropout"), (-1, "test", "none"))
CONTRASTS = {
    "gain": Contrast("dropout improves test accuracy", GAIN, ACCURACY_MARGIN),
    "no_gain": Contrast(
        "dropout gains less than a point of test accuracy",
        tuple((-sign, on, name) for sign, on, name in GAIN),
        margin=0.0,
        constant=ACCURACY_MARGIN,
    ),
    "likelier": Contrast(
        "dropout improves test NLL", tuple((-s, on, name) for s, on, name in GAIN), NLL_MARGIN, "nll"
    ),
    "narrower": Contrast(
        "with dropout train and test accuracy lie closer",
        ((1, "train", "none"), (-1, "test", "none"), (-1, "train", "dropout"), (1, "test", "dropout")),
        GAP_MARGIN,
    ),
}

SETTINGS = Plan(
    name="data-size",
    question="With how many images, and with how many wrong labels, does dropout help?",
    conditions={**CELLS, AGAIN: _cell(100, 0.0, draw=1), **MORE_EPOCHS},
    contrasts=CONTRASTS,
    claims={"2.7": ("no_gain",)},
)
NAME, QUESTION, CLAIMS = SETTINGS.name, SETTINGS.question, SETTINGS.claims


def measure(plan: Plan, train: Train) -> Result:
    """The comparison; the claim speaks of the small sets only."""
    result = comparison.measure(plan, train)
    small = [name for name in SMALL if name in plan.conditions]
    claims = {claim: answer(parts, result["contrasts"], small) for claim, parts in plan.claims.items()}
    return {**result, "claims": claims}


def figure(result: Result) -> Figure:
    """Against the number of images: the gain in test accuracy and in test NLL, a line for each noise.

    Hollow markers beside the lines' ends are of more than 600 steps.
    """
    with style():
        drawing, panels = new_drawing(height=500, rows=2)
        panels[0].set_title("Gain in test accuracy (points)")
        panels[1].set_title("Gain in test NLL (nats)")
        _lines(panels[0], result, "gain", 100)
        _lines(panels[1], result, "likelier", 1)
        panels[1].set_xlabel("training images")
        drawing.legend(
            *panels[0].get_legend_handles_labels(),
            title="share of random labels",
            loc="outside upper left",
            frameon=False,
            ncols=len(NOISES),
        )
        words = caption(result) + " Lines: 600 steps at every size. Hollow, beside their ends: 20 epochs."
        return render(drawing, NAME, caption=words, alternative=_alternative(result))


def table(result: Result) -> Table:
    """What both arms came to in each cell, and which rate was chosen."""

    def row(name: str) -> tuple[str, ...]:
        none, dropout = (result["arms"][name][of] for of in ("none", "dropout"))
        accuracies = (f"{of['test']['accuracy']['mean']:.1%}" for of in (none, dropout))
        return result["conditions"][name], *accuracies, f"{dropout['run']['rates'][-1]:g}"

    words = "Mean test accuracy of each cell, and the rate that validation images chose."
    return Table(words, ("images, labels", "none", "dropout", "p"), tuple(map(row, result["conditions"])))


def verdicts(result: Result, noise: float) -> Table:
    """Each contrast at each size, with this share of random labels."""
    headings = {key(images, noise): f"{images:,} images" for images in sizes(result)}
    longer = {
        key(images, noise, longer=True): f"{images:,} images, {epochs} epochs"
        for images, (epochs, _) in LONGER.items()
    }
    tried = {name: says for name, says in longer.items() if name in result["conditions"]}
    return verdict_table(result, headings | tried)


def sizes(result: Result) -> list[int]:
    """The numbers of training images, from small to large."""
    return sorted({condition["sizes"]["train"] for condition in result["settings"]["conditions"].values()})


def _lines(axes: Any, result: Result, contrast: str, scale: float) -> None:
    axes.axhline(0, color=LIGHT["muted"], linewidth=0.8)
    for i, (look, noise) in enumerate(zip(SERIES, NOISES, strict=False)):
        apart = 1 + 0.05 * (i - 1)  # side by side, not one over the other
        x = [images * apart for images in sizes(result)]
        cells = _cells(result, contrast, noise)
        mean, low, high = ([scale * cell[end] for cell in cells] for end in ("estimate", "low", "high"))
        draw_series(axes, look, x, mean, low, high)
        for images, cell in _longer(result, contrast, noise).items():
            beside, inside = 1.45 * images * apart**2, LIGHT["paper"]
            axes.vlines(beside, scale * cell["low"], scale * cell["high"], colors=look.color, linewidth=1.2)
            axes.plot(beside, scale * cell["estimate"], look.marker, color=look.color, markerfacecolor=inside)
        axes.plot(
            [], [], color=look.color, marker=look.marker, linestyle=look.linestyle, label=f"{noise:.0%}"
        )
    axes.set_xscale("log")
    axes.set_xticks(sizes(result), [f"{images:,}" for images in sizes(result)])
    axes.minorticks_off()
    axes.margins(y=0.15)


def _cells(result: Result, contrast: str, noise: float) -> list[Any]:
    """What ``contrast`` came to at each size after 600 steps."""
    return [result["contrasts"][contrast][key(images, noise)] for images in sizes(result)]


def _longer(result: Result, contrast: str, noise: float) -> dict[int, Any]:
    """What it came to after more, by size."""
    found = result["contrasts"][contrast]
    names = {images: key(images, noise, longer=True) for images in LONGER}
    return {images: found[name] for images, name in names.items() if name in found}


def _alternative(result: Result) -> str:
    def spoken(contrast: str) -> str:
        return "; ".join(
            f"{noise:.0%} random labels: "
            + ", ".join(cell["shown"] for cell in _cells(result, contrast, noise))
            + "".join(
                f", and after {LONGER[images][0]} epochs {cell['shown']}"
                for images, cell in _longer(result, contrast, noise).items()
            )
            for noise in NOISES
        )

    numbers = ", ".join(f"{images:,}" for images in sizes(result))
    return (
        f"Two panels against the number of training images, {numbers}: what dropout gains. "
        f"Test accuracy, {spoken('gain')}. Test NLL, {spoken('likelier')}."
    )
