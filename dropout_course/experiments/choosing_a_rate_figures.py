"""What the ways of choosing a rate came to, as figures, tables and words."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..figures import SERIES, Figure, Table, new_drawing, render, style
from ..palette import LIGHT
from ..results import Result
from .captions import layers_in_words
from .verdict_table import verdict_table
from .ways_of_choosing import WAYS

TASKS = {"plain": "true labels", "noisy": "a fifth mislabelled"}
PANELS = {"accuracy": (100, "Regret on test accuracy (points)"), "nll": (1, "Regret on test NLL (nats)")}
STUDY_NUMBERED = 12  # trials that the figure numbers; later ones would hide them


def regrets(result: Result) -> Figure:
    """A row for each way of choosing: what its rate loses to the best, accuracy above, NLL below."""
    with style():
        drawing, panels = new_drawing(height=2 * (30 * len(WAYS) + 60), rows=2)
        for axes, (metric, (scale, title)) in zip(panels, PANELS.items(), strict=True):
            axes.set_title(title)
            axes.axvline(0, color=LIGHT["muted"], linewidth=0.8)
            for i, (task, says) in enumerate(TASKS.items()):
                look, lift = SERIES[i], 0.25 * (i - 0.5)
                rows = [row + lift for row in range(len(WAYS))]
                found = [result["choices"][task][way][metric]["regret"] for way in WAYS]
                low, mean, high = (
                    [scale * regret[end] for regret in found] for end in ("low", "mean", "high")
                )
                axes.hlines(rows, low, high, colors=look.color, linewidth=1.6)
                axes.plot(mean, rows, look.marker, color=look.color, label=says)
            axes.set_yticks(range(len(WAYS)), WAYS.values())
            axes.set_ylim(len(WAYS) - 0.5, -0.5)
        drawing.legend(
            *panels[0].get_legend_handles_labels(), loc="outside upper left", frameon=False, ncols=2
        )
        return render(drawing, "choosing-a-rate", caption=caption(result), alternative=_alternative(result))


def study(result: Result) -> Figure:
    """The trials of one search by Optuna on the cells of the map: its order, what was stopped, the best."""
    trials = result["search"]["trials"]
    with style():
        drawing, (cells, course) = new_drawing(height=560, rows=2)
        _searched(cells, result)
        course.set_title("Best validation accuracy so far (%)")
        spent, so_far = _so_far(trials)
        course.step(spent, [100 * x for x in so_far], where="post", color=SERIES[0].color)
        course.set_xlabel("epochs spent")
        words = (
            f"One study by Optuna (TPE, pruning below the median) on the measured cells, one network of one "
            f"seed a trial, a budget of {result['settings']['search']['runs']} whole trainings."
        )
        return render(drawing, "optuna-study", caption=words, alternative=_study_in_words(trials))


def _searched(axes: Any, result: Result) -> None:
    """A mark in each cell that a trial stopped in or came to its end in, the first ones numbered."""
    trials = result["search"]["trials"]
    task = result["settings"]["map"]["tasks"]["plain"]
    rates, learning_rates = task["rates"], task["learning_rates"]
    ended, pruned, *_ = SERIES

    def place(trial: Mapping[str, Any]) -> tuple[int, int]:
        return learning_rates.index(trial["learning_rate"]), rates.index(trial["p"])

    axes.set_title("Which cells (numbers: the first trials)")
    for trial in reversed(trials):  # the first of several in a cell lies on top
        look = pruned if trial["pruned"] else ended
        inside = LIGHT["paper"] if trial["pruned"] else look.color
        axes.plot(*place(trial), look.marker, color=look.color, markerfacecolor=inside, markersize=8)
    beside: dict[str, Any] = {"xytext": (7, 0), "textcoords": "offset points", "va": "center", "fontsize": 10}
    for number, trial in _first_in_cell(trials):
        axes.annotate(str(number), place(trial), **beside)
    axes.set_xticks(range(len(learning_rates)), [f"{rate:g}" for rate in learning_rates])
    axes.set_yticks(range(len(rates)), [f"{p:g}" for p in rates])
    axes.set_xlim(-0.5, len(learning_rates) - 0.4)
    axes.set_ylim(len(rates) - 0.5, -0.5)
    axes.set_ylabel("p")
    axes.set_xlabel("learning rate (round: to its end; hollow: stopped)")


def _study_in_words(trials: Sequence[Mapping[str, Any]]) -> str:
    best = max((t for t in trials if not t["pruned"]), key=lambda t: t["accuracy"])
    stopped = sum(trial["pruned"] for trial in trials)
    course = list(zip(*_so_far(trials), strict=True))
    return (
        f"{len(trials)} trials, {stopped} of them stopped early. The best, p = {best['p']:g} with "
        f"learning rate {best['learning_rate']:g}, has {best['accuracy']:.1%} on validation images. "
        f"Best so far: {', '.join(f'{x:.1%} after {n} epochs' for n, x in course[::5])}."
    )


def table(result: Result, task: str = "plain") -> Table:
    """Each way with what it costs and what it loses."""

    def row(way: str) -> tuple[str, ...]:
        found = result["choices"][task][way]
        cells = (_regret(found[metric]["regret"], metric) for metric in PANELS)
        return WAYS[way], f"{found['accuracy']['runs']:.2g}", *cells

    words = (
        f"Regret on test images, {TASKS[task]}; 95% intervals in parentheses. Runs: the trainings that the "
        "choice costs, before the last one on all images."
    )
    return Table(words, ("way", "runs", "points", "nats"), tuple(map(row, WAYS)))


def searches(result: Result) -> Table:
    """What the searches of rate and learning rate together came to."""
    budget = result["settings"]["search"]["runs"]
    task = result["settings"]["map"]["tasks"]["plain"]
    names = {
        "random": ("at random", budget),
        "optuna": ("Optuna, pruned", budget),
        "grid": ("the whole grid", len(task["rates"]) * len(task["learning_rates"])),
    }

    def row(way: str) -> tuple[str, ...]:
        found, (name, runs) = result["search"][way], names[way]
        interval = f"({100 * found['low']:.1f}\u2013{100 * found['high']:.1f})"
        return name, str(runs), f"{found['mean']:.1%}\n{interval}"

    words = (
        f"What the pair that was found with one seed is worth with the others; means of "
        f"{len(_searched_seeds(result))} seeds, 95% intervals over seeds and images."
    )
    return Table(words, ("search", "trainings", "test accuracy"), tuple(map(row, names)))


def verdicts(result: Result) -> Table:
    """Each contrast with its effect, its interval and its verdict under both conditions."""
    return verdict_table(result, TASKS)


def caption(result: Result) -> str:
    """What was measured, on what, how often, with which interval."""
    settings = result["settings"]
    sizes = settings["map"]["tasks"]["plain"]["sizes"]
    recipe = settings["map"]["recipe"]
    rates, partitions = settings["rates"], settings["partitions"]
    return (
        f"Fashion-MNIST, {sizes['train']:,} images to learn from and to choose by, {sizes['test']:,} test "
        f"images; network {layers_in_words(recipe['hidden'])}, {recipe['epochs']} epochs, {len(rates)} rates "
        f"from 0 to {rates[-1]:g}, each with its own learning rate. Means of {len(partitions)} partitions "
        f"into {settings['folds']} folds, with two seeds each on test; 95% intervals over seeds and images."
    )


def _searched_seeds(result: Result) -> Sequence[int]:
    """The seeds whose networks were searched."""
    seeds: Sequence[int] = result["settings"]["map"]["tasks"]["plain"]["tuning_seeds"]
    return seeds


def _first_in_cell(trials: Sequence[Mapping[str, Any]]) -> list[tuple[int, Mapping[str, Any]]]:
    """The first trials with their numbers, each cell once."""
    seen: dict[tuple[float, float], tuple[int, Mapping[str, Any]]] = {}
    for number, trial in enumerate(trials[:STUDY_NUMBERED], start=1):
        seen.setdefault((trial["p"], trial["learning_rate"]), (number, trial))
    return list(seen.values())


def _so_far(trials: Sequence[Mapping[str, Any]]) -> tuple[list[int], list[float]]:
    """After each trial that came to its end or not: epochs spent, best accuracy of those that did."""
    spent, best, epochs, so_far = [], 0.0, 0, []
    for trial in trials:
        epochs += trial["epochs"]
        best = best if trial["pruned"] else max(best, trial["accuracy"])
        spent.append(epochs)
        so_far.append(best)
    return spent, so_far


def _regret(found: Mapping[str, float], metric: str) -> str:
    scale, digits = (100, 1) if metric == "accuracy" else (1, 2)
    mean, low, high = (_rounded(scale * found[end], digits) for end in ("mean", "low", "high"))
    return f"{mean}\n({low} to {high})"


def _rounded(number: float, digits: int) -> str:
    """As it is read: with a minus sign, and none before a zero."""
    return f"{round(number, digits) + 0.0:.{digits}f}".replace("-", "\u2212")


def _alternative(result: Result) -> str:
    spoken = [
        f"{WAYS[way]}, {says}: {_regret(result['choices'][task][way][metric]['regret'], metric)}"
        for metric in PANELS
        for task, says in TASKS.items()
        for way in WAYS
    ]
    half = len(spoken) // 2
    points, nats = ("; ".join(part).replace("\n", " ") for part in (spoken[:half], spoken[half:]))
    return f"Regret on test accuracy, in points. {points}. Regret on test NLL, in nats. {nats}."
