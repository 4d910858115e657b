"""What is to be trained one by one: a run is what tells two networks apart, a recipe what they share."""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, get_args

from ..runs import Optimiser, Schedule, share

Network: TypeAlias = Literal["cnn", "gru", "mlp"]
Masks: TypeAlias = Literal["element", "channel", "block", "locked"]
BatchNorm: TypeAlias = Literal["none", "before", "after"]
Augmentation: TypeAlias = Literal["none", "shift", "shift-flip"]


@dataclass(frozen=True)
class ModuleRun:
    """One network.

    Attributes:
        network: the module of this package that builds it.
        rates: probabilities of *dropping*, one for each place where the network drops, the input's first.
        learning_rate: step size at the first step; the schedule lowers it.
        seed: of the initial weights, the order of the data, the masks and the augmentation. Runs with equal
            seeds are paired: they start alike, see the batches in one order and share their draws, so that
            what a higher rate keeps, a lower rate keeps too.
        masks: which activations one draw is shared by, where a network has the choice. "element": every one
            has its own (in a recurrent network, at every step). "channel": a whole map. "block": squares of
            maps. "locked": all steps of a sequence.
        block: side of the squares, where there are any.
        batch_norm: whether layers are normalised over the batch, and whether dropout stands directly
            "before" the norm, or "after" norm and rectifier.
        augmentation: what befalls the training images, drawn for every image of every batch: shifts by up to
            two pixels each way, and mirroring of every other image.

    Raises:
        ValueError: a setting is out of its range.
    """

    network: Network
    rates: tuple[float, ...]
    learning_rate: float
    seed: int
    masks: Masks = "element"
    block: int = 3
    batch_norm: BatchNorm = "none"
    augmentation: Augmentation = "none"

    def __post_init__(self) -> None:
        _check_choice("network", self.network, Network)
        _check_choice("masks", self.masks, Masks)
        _check_choice("batch_norm", self.batch_norm, BatchNorm)
        _check_choice("augmentation", self.augmentation, Augmentation)
        if not all(0 <= p <= 1 for p in self.rates):
            raise ValueError(f"rates must be drop probabilities in [0, 1], not {self.rates}")


@dataclass(frozen=True)
class ModuleRecipe:
    """What all runs of a comparison share.

    Attributes:
        hidden: units in each dense or recurrent hidden layer.
        channels: maps that each convolution makes, if there are any.
        epochs: passes over the training set.
        batch_size: examples in a step, which averages their gradients.
        optimiser: "sgd", v <- momentum * v + gradient, w <- w - learning_rate * v; or "adam".
        momentum: of "sgd"; Adam's beta1.
        schedule: how the learning rate goes on: "linear" and "cosine" let it fall to zero at the end.
        measure_every: epochs from one measurement to the next; the last epoch is always measured.

    Raises:
        ValueError: there is no epoch, or none between measurements.
    """

    hidden: tuple[int, ...] = (64,)
    channels: tuple[int, ...] = ()
    epochs: int = 30
    batch_size: int = 50
    optimiser: Optimiser = "sgd"
    momentum: float = 0.9
    schedule: Schedule = "linear"
    measure_every: int = 1

    def __post_init__(self) -> None:
        for name in ("epochs", "measure_every"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more, not {getattr(self, name)}")

    def share(self, progress: float) -> float:
        """What is left of the first learning rate when ``progress``, in [0, 1), of the steps are done."""
        return share(self.schedule, progress)

    def measured(self, epoch: int) -> bool:
        """Whether the metrics are taken after ``epoch``, which counts from 0."""
        return (self.epochs - 1 - epoch) % self.measure_every == 0


def check_places(run: ModuleRun, *places: str) -> None:
    """Refuse a run whose rates are not one for each of the network's ``places``."""
    if len(run.rates) != len(places):
        raise ValueError(
            f"this {run.network} drops in {len(places)} places ({', '.join(places)}) and so has as many "
            f"rates, not {run.rates}"
        )


def check_option(run: ModuleRun, name: str, *known: Any) -> None:
    """Refuse a run whose option ``name`` the network does not know: it would be ignored without a word."""
    if getattr(run, name) not in known:
        raise ValueError(
            f"{name} of a {run.network} must be one of {', '.join(map(repr, known))}, "
            f"not {getattr(run, name)!r}"
        )


def _check_choice(name: str, value: str, choices: object) -> None:
    if value not in get_args(choices):
        raise ValueError(f"{name} must be one of {', '.join(get_args(choices))}, not {value!r}")
