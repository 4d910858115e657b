import ast
import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from chance import Coin

from dropout_course import training
from dropout_course.data import Images, Splits
from dropout_course.experiments.provenance import MODULES_SHARE, PACKAGE
from dropout_course.training import METRICS, SETS, Recipe, Run
from dropout_course.training.fit import train as train_stack
from dropout_course.training.modules import ModuleRecipe, ModuleRun, parts
from dropout_course.training.modules.augment import Augmenter
from dropout_course.training.modules.fit import build, train, train_one
from dropout_course.training.streams import Streams

MLP = ModuleRun("mlp", (0.2, 0.5, 0.5), 0.05, seed=4)
NORMED = dataclasses.replace(MLP, batch_norm="after")
CNN = ModuleRun("cnn", (0.0, 0.2, 0.2, 0.5), 0.02, seed=4)
DENSE = ModuleRecipe(hidden=(16, 12), epochs=3, batch_size=25)
MAPS = ModuleRecipe(hidden=(16,), channels=(2, 3), epochs=2, batch_size=25)
KINDS = {
    "mlp": (MLP, DENSE),
    "norm before": (dataclasses.replace(MLP, batch_norm="before"), DENSE),
    "norm after": (NORMED, DENSE),
    "element": (CNN, MAPS),
    "channel": (dataclasses.replace(CNN, masks="channel"), MAPS),
    "block": (dataclasses.replace(CNN, masks="block"), MAPS),
    "augmented": (dataclasses.replace(MLP, augmentation="shift-flip"), DENSE),
}


@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
@pytest.mark.parametrize("schedule", ["linear", "cosine", "constant"])
def test_a_plain_perceptron_ends_where_the_stack_ends(optimiser, schedule, splits):
    """The stack writes out its gradients; here they are autograd's. Weights, batches and masks are equal."""
    learning_rate = 0.003 if optimiser == "adam" else 0.05
    run = dataclasses.replace(MLP, learning_rate=learning_rate)
    recipe = dataclasses.replace(DENSE, optimiser=optimiser, schedule=schedule)
    (ours,) = train([run], recipe, splits)
    (theirs,) = train_stack(
        [Run(run.rates, learning_rate, run.seed, optimiser=optimiser, schedule=schedule)],
        Recipe(hidden=(16, 12), epochs=3, batch_size=25),
        splits,
    )
    for name in SETS:
        np.testing.assert_allclose(ours.curves[name], theirs.curves[name], rtol=1e-4, atol=1e-5)
        np.testing.assert_allclose(ours.final[name].nll, theirs.final[name].nll, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_ends_the_same_to_the_bit_whatever_was_trained_before(kind, splits):
    run, recipe = KINDS[kind]
    (once,) = train([run], recipe, splits)
    torch.rand(3)  # the global generator is nobody's
    _, again = train([dataclasses.replace(run, seed=9), run], recipe, splits)
    for name in SETS:
        np.testing.assert_array_equal(once.curves[name], again.curves[name])
        np.testing.assert_array_equal(once.final[name].nll, again.final[name].nll)


@pytest.mark.parametrize("kind", KINDS)
def test_training_leaves_the_global_generator_alone(kind, splits):
    before = torch.get_rng_state()
    train([KINDS[kind][0]], KINDS[kind][1], splits, measure=())
    assert torch.equal(torch.get_rng_state(), before)


def test_every_setting_of_a_run_matters(splits):
    found = {kind: train([run], recipe, splits)[0].final["test"].nll for kind, (run, recipe) in KINDS.items()}
    kinds = list(KINDS)
    for i, one in enumerate(kinds):
        for other in kinds[:i]:
            assert np.abs(found[one] - found[other]).max() > 1e-3, (one, other)


@pytest.mark.parametrize("kind", ["mlp", "norm after", "element", "channel", "block"])
def test_fifty_images_are_learned_by_heart(kind, splits):
    run, recipe = KINDS[kind]
    few = Splits(*(splits.train.take(np.arange(50)) for _ in range(3)))
    run = dataclasses.replace(run, rates=(0.0,) + (0.1,) * (len(run.rates) - 1), learning_rate=0.02)
    recipe = dataclasses.replace(recipe, epochs=60, batch_size=10, measure_every=100)
    wider = {"hidden": (32,) * len(recipe.hidden), "channels": tuple(4 * n for n in recipe.channels)}
    recipe = dataclasses.replace(recipe, **wider)
    (outcome,) = train([run], recipe, few, measure=("train",))
    assert outcome.final["train"].correct.all()


def test_runs_of_one_seed_start_alike_and_share_their_draws():
    light, heavy = (dataclasses.replace(CNN, rates=(0.0, p, p, p)) for p in (0.2, 0.6))
    streams = [Streams(CNN.seed, layers=4) for _ in range(2)]
    networks = [build(run, MAPS, s) for run, s in zip((light, heavy), streams, strict=True)]
    for ours, theirs in zip(*(n.state_dict().values() for n in networks), strict=True):
        assert torch.equal(ours, theirs)
    drops = [[layer for layer in n if isinstance(layer, parts.Dropout)] for n in networks]
    kept = [[layer.multiplier((5, 3, 6, 6)) > 0 for layer in of_one] for of_one in drops]
    for few, many in zip(kept[1][1:], kept[0][1:], strict=True):
        assert not (few & ~many).any()  # what the heavy one keeps, the light one keeps


@pytest.mark.parametrize(
    ("masks", "shape", "shared"),
    [
        ("element", (40, 50, 10, 10), (40, 50, 10, 10)),
        ("channel", (400, 500, 3, 3), (400, 500, 1, 1)),
        ("locked", (400, 7, 500), (400, 1, 500)),
    ],
)
def test_a_draw_is_shared_over_the_axes_that_the_mask_names(masks, shape, shared):
    layer = parts.Dropout(0.3, 0, Streams(1, layers=1), masks)
    y = layer(torch.ones(shape))
    m = layer.multiplier(shape)
    assert tuple(m.shape) == shared
    assert Coin(m.numel(), 0.3).accepts((m == 0).numpy())
    assert torch.equal(m.unique(), torch.tensor([0, 1 / 0.7]))
    of_one_draw = y.amax([i for i, n in enumerate(shared) if n == 1]) if shape != shared else y
    assert torch.equal(of_one_draw.unique(), torch.tensor([0, 1 / 0.7]))
    assert (y == y.amax([i for i, n in enumerate(shared) if n == 1], keepdim=True)).all() or shape == shared


def test_in_eval_mode_nothing_is_dropped_or_drawn():
    streams = Streams(1, layers=1)
    layer = parts.Dropout(0.5, 0, streams).eval()
    x = torch.randn(5, 5, generator=torch.Generator().manual_seed(0))
    assert layer(x) is x
    layer.train()
    assert torch.equal(layer(x), x * parts.Dropout(0.5, 0, Streams(1, layers=1)).multiplier((5, 5)))


def test_a_rate_of_one_drops_all():
    assert not parts.Dropout(1.0, 0, Streams(1, layers=1))(torch.ones(3, 3)).any()


def test_dropout_stands_before_or_after_the_norm():
    def order(norm):
        run = dataclasses.replace(MLP, batch_norm=norm)
        names = [type(layer).__name__ for layer in build(run, DENSE, Streams(1, layers=3))]
        return names[2:5]

    assert order("before") == ["Dropout", "BatchNorm1d", "ReLU"]
    assert order("after") == ["BatchNorm1d", "ReLU", "Dropout"]
    assert order("none")[:2] == ["ReLU", "Dropout"]


def test_measurements_are_as_far_apart_as_the_recipe_says_and_end_with_the_last_epoch(splits):
    often, seldom = (dataclasses.replace(DENSE, epochs=5, measure_every=n) for n in (1, 2))
    (all_of_them,), (some) = train([MLP], often, splits), train([MLP], seldom, splits)[0]
    np.testing.assert_array_equal(some.curves["test"], all_of_them.curves["test"][[0, 2, 4]])
    accuracy = some.curves["test"][-1, METRICS.index("accuracy")]
    assert accuracy == some.final["test"].correct.mean()


def test_only_the_sets_asked_for_are_measured(splits):
    (outcome,) = train([MLP], DENSE, splits, measure=("validation",))
    assert set(outcome.curves) == set(outcome.final) == {"validation"}
    assert outcome.network is None


def test_the_trained_network_that_is_handed_back_says_what_was_measured(splits):
    outcome, network = train_one(NORMED, DENSE, splits)
    guesses = network(torch.from_numpy(splits.test.inputs())).argmax(1)
    np.testing.assert_array_equal(guesses.numpy() == splits.test.labels, outcome.final["test"].correct)


def test_a_diverging_run_is_no_error(splits):
    (outcome,) = train([dataclasses.replace(MLP, learning_rate=1e30)], DENSE, splits)
    assert np.isnan(outcome.curves["test"][-1, METRICS.index("nll")])


def test_an_image_is_shifted_by_up_to_two_pixels_and_half_of_them_are_mirrored():
    image = torch.zeros(28, 28)
    image[10, 8], image[12, 8], image[10, 15] = 1, 2, 3
    pixels = image.reshape(1, -1).repeat(4000, 1)

    def places(kind):
        moved = Augmenter(kind, seed=1)(pixels).reshape(-1, 28, 28).numpy()
        assert (np.sort(moved.reshape(4000, -1), axis=1)[:, -3:] == [1, 2, 3]).all()  # nothing is lost
        return np.argwhere(moved == 1), np.argwhere(moved == 3)

    one, three = places("shift")
    shifts = one[:, 1:] - [10, 8]
    assert {tuple(shift) for shift in shifts} == {(y, x) for y in range(-2, 3) for x in range(-2, 3)}
    for axis in (0, 1):
        for shift in range(-2, 3):
            assert Coin(4000, 0.2).accepts(shifts[:, axis] == shift)
    assert (three[:, 2] - one[:, 2] == 7).all()
    one, three = places("shift-flip")
    across = three[:, 2] - one[:, 2]
    assert set(across.tolist()) == {7, -7}
    assert Coin(4000, 0.5).accepts(across == -7)


def test_augmentation_draws_from_a_stream_of_its_own_and_no_augmentation_changes_nothing():
    x = torch.rand((5, 784), generator=torch.Generator().manual_seed(0))
    assert Augmenter("none", seed=1)(x) is x
    assert torch.equal(Augmenter("shift", seed=1)(x), Augmenter("shift", seed=1)(x))
    assert not torch.equal(Augmenter("shift", seed=1)(x), Augmenter("shift", seed=2)(x))
    again = Augmenter("shift", seed=1)
    assert not torch.equal(again(x), again(x))


@pytest.mark.parametrize(
    ("run", "recipe", "says"),
    [
        (
            dataclasses.replace(MLP, rates=(0.5,)),
            DENSE,
            r"3 places \(input, hidden layer 1, hidden layer 2\)",
        ),
        (dataclasses.replace(CNN, rates=(0.5,)), MAPS, r"4 places \(input, convolution 1,"),
        (dataclasses.replace(MLP, masks="block"), DENSE, "masks of a mlp must be one of 'element'"),
        (dataclasses.replace(CNN, batch_norm="after"), MAPS, "batch_norm of a cnn must be one of 'none'"),
        (
            dataclasses.replace(CNN, masks="locked"),
            MAPS,
            "masks of a cnn must be one of 'element', 'channel'",
        ),
    ],
)
def test_a_run_that_does_not_fit_its_network_is_refused(run, recipe, says, splits):
    with pytest.raises(ValueError, match=says):
        train([run], recipe, splits)


@pytest.mark.parametrize(
    "wrong",
    [
        {"network": "vit"},
        {"masks": "row"},
        {"batch_norm": "yes"},
        {"augmentation": "colour"},
        {"rates": (0.5, 1.5)},
        {"rates": (float("nan"),)},
    ],
)
def test_a_setting_out_of_its_range_is_named(wrong):
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))} must be"):
        dataclasses.replace(MLP, **wrong)


@pytest.mark.parametrize("name", ["epochs", "measure_every"])
def test_a_recipe_without_an_epoch_is_refused(name):
    with pytest.raises(ValueError, match=f"^{name} must be 1 or more, not 0"):
        dataclasses.replace(DENSE, **{name: 0})


def from_below_training(file):
    """The modules of layers below training that a file imports, by their paths."""
    nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    imports = (node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 3)
    return {f"{module.replace('.', '/')}.py" for module in imports}


def test_the_cache_key_knows_all_code_of_other_layers_that_the_modules_import():
    """Else a change there would hand out old results as new ones."""
    folder = Path(training.__file__).parent / "modules"
    shared = {str(Path(name).relative_to("training/modules")) for name in MODULES_SHARE if "modules" in name}
    assert {file.name for file in folder.glob("*.py")} - shared <= {
        "__init__.py",
        "cnn.py",
        "gru.py",
        "mlp.py",
    }
    for file in folder.glob("*.py"):
        code = {path for path in from_below_training(file) if not path.startswith("data")}
        assert code <= {*MODULES_SHARE}, f"{file.name} imports {code}"
    assert all((PACKAGE / name).is_file() for name in MODULES_SHARE)


def test_images_of_one_class_only_are_no_trouble():
    pixels = np.zeros((50, 28, 28), np.uint8)
    images = Images(pixels, np.zeros(50, np.int64))
    (outcome,) = train([NORMED], DENSE, Splits(images, images, images))
    assert outcome.final["test"].correct.all()
