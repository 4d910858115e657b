"""How the comparison of the frameworks and the cost of the bugs are shown."""

from collections.abc import Mapping

from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..results import Result
from .contrasts import mean_in_words
from .dropout_bugs import BUGS, NONE, NONE_LIGHT
from .framework_switches import SEEDINGS, SWITCHES
from .verdict_table import verdict_table


def figure(result: Result, name: str) -> Figure:
    """What each bug costs: accuracy above, NLL below."""
    with style():
        drawing, panels = new_drawing(height=620, rows=2)
        titles = ("Test accuracy lost (points)", "Test NLL gained (nats)")
        for axes, title, metric, scale in zip(panels, titles, ("accuracy", "nll"), (100, 1), strict=True):
            costs = [result["contrasts"][f"{bug}_costs_{metric}"]["trained"] for bug in BUGS]
            y = range(len(costs))
            axes.set_title(title)
            axes.axvline(0, color=SERIES[3].color, linewidth=1)
            axes.hlines(
                y,
                [scale * cost["low"] for cost in costs],
                [scale * cost["high"] for cost in costs],
                colors=SERIES[0].color,
            )
            axes.plot([scale * cost["estimate"] for cost in costs], y, "o", color=SERIES[0].color)
            axes.set_yticks(y, [bug.words for bug in BUGS.values()])
            axes.invert_yaxis()
        return render(drawing, name, caption=caption(result), alternative=_alternative(result))


def agreement_table(result: Result) -> Table:
    """Share dropped, scale of the survivors and mean of the logits, in both frameworks, at each rate."""
    rows = [
        (
            f"{p:g}, {name}",
            f"{found[f'{key}_dropped']['mean']:.2%}",
            f"{found[f'{key}_scale']['mean']:.4f}",
            f"{found[f'{key}_mean']['mean']:.3f}\n±{_half(found[f'{key}_mean']):.3f}",
        )
        for p, found in zip(result["settings"]["rates"], result["agreement"].values(), strict=True)
        for key, name in (("keras", "Keras"), ("torch", "PyTorch"))
    ]
    coins, seeds = 100 * result["settings"]["rows"], len(result["settings"]["seeds"])
    words = (
        f"{seeds} networks with {coins:,} coins each. The mean logits are those over "
        f"{result['settings']['rows']:,} masks, in units of the logits with dropout off (95% interval over "
        "seeds)."
    )
    return Table(words, ("rate", "dropped", "survivors times", "mean logits"), tuple(rows))


def _half(found: Mapping[str, float]) -> float:
    return (found["high"] - found["low"]) / 2


def switches_table(result: Result) -> Table:
    """Which calls drop."""
    rows = [
        (framework, words, "on" if result["switches"][name] else "off")
        for name, (framework, words) in SWITCHES.items()
    ]
    return Table("Whether units were dropped, rate 0.5.", ("framework", "call", "dropout"), tuple(rows))


def seedings_table(result: Result) -> Table:
    """What a seed fixes."""
    alike = result["seedings"]
    rows = [(framework, words, f"{alike[name]:.0%}") for name, (framework, words) in SEEDINGS.items()]
    words = "Coins that fall alike in the two draws; 50% is what chance gives."
    return Table(words, ("framework", "two draws", "alike"), tuple(rows))


CAUGHT_BY = {
    "eval_forgotten": "still",
    "always_on": "still",
    "train_forgotten": "in_training",
    "scaled_twice": "mean_kept",
    "keep_probability": "at_rate",
    "drawn_once": "restless",
    "one_for_all": "apart",
    "seed_reset": "restless",
    "on_logits": "no_zero_logits",
}
"""The check that each bug is caught by."""


def bugs_table(result: Result) -> Table:
    """Each bug: train and test accuracy and NLL as its author sees them, and the check that it fails."""
    rows = []
    for name, bug in {"none": NONE, "none_light": NONE_LIGHT, **BUGS}.items():
        found = result["bugs"][name]
        cells = [mean_in_words(found[each]["accuracy"], "accuracy")[0] for each in ("train", "test")]
        nll = "\n".join(mean_in_words(found["test"]["nll"], "nll"))
        rows.append((bug.words, *cells, nll, CAUGHT_BY.get(name, "–")))
    return Table(caption(result), ("bug", "train", "test", "test NLL", "caught by"), tuple(rows))


def verdicts(result: Result) -> Table:
    """What each bug costs, with interval and verdict."""
    costs = {name: found for name, found in result["contrasts"].items() if "trained" in found}
    return verdict_table({**result, "contrasts": costs}, {"trained": "cost"})


def caption(result: Result) -> str:
    """What was trained on what, how often, with which interval."""
    settings = result["settings"]
    sizes = settings["sizes"]
    return (
        f"Fashion-MNIST, network 784-100-10, {sizes['train']:,} training and {sizes['test']:,} test images; "
        f"p = {NONE.p:g}, for “p as keep_prob” {NONE_LIGHT.p:g}; Adam at {settings['learning_rate']:g}, "
        f"{settings['epochs']} epochs; {len(settings['seeds'])} paired seeds, 95% intervals over seeds and "
        "images."
    )


def _alternative(result: Result) -> str:
    """The figure in words."""
    costs = [
        f"{bug.words}: {result['contrasts'][f'{name}_costs_accuracy']['trained']['shown']} and "
        f"{result['contrasts'][f'{name}_costs_nll']['trained']['shown']}"
        for name, bug in BUGS.items()
    ]
    return f"What each bug costs in test accuracy and in test NLL. {'; '.join(costs)}."
