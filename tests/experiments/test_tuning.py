from dropout_course.experiments.stacks import Sizes
from dropout_course.experiments.tuning import Grid, best, tune
from dropout_course.training import Recipe, Run

GRID = Grid(learning_rates=(0.01, 0.02, 0.04), seeds=(101, 102))
SIZES = Sizes(train=100, validation=50, test=50, seed=0)


def run(p, rate, seed):
    return Run((0.0, p), rate, seed)


def test_each_kind_is_tuned_on_validation_images_alone_with_the_seeds_of_the_grid(pretend):
    asked = []

    def train(stacks):
        asked.extend(stacks)
        return pretend(
            lambda run, name: 1.0 if run.learning_rate == {0.0: 0.04, 0.5: 0.02}[run.rates[1]] else 0
        )(stacks)

    found = tune([0.0, 0.5], run, GRID, Recipe(hidden=(8,), epochs=1), SIZES, train)
    assert found == {0.0: {0.01: 0, 0.02: 0, 0.04: 1}, 0.5: {0.01: 0, 0.02: 1, 0.04: 0}}
    assert best(found) == {0.0: 0.04, 0.5: 0.02}
    assert {stack.measure for stack in asked} == {("validation",)}
    assert len(asked) == 4  # a stack for each kind and seed
    assert {run.seed for stack in asked for run in stack.runs} == set(GRID.seeds)


def test_of_equally_good_learning_rates_the_smallest_is_taken():
    assert best({"a": {0.04: 0.9, 0.01: 0.9, 0.02: 0.8}}) == {"a": 0.01}
