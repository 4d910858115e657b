import re
from dataclasses import replace

import pytest

from dropout_course.experiments import comparison
from dropout_course.experiments.comparison import Condition, Plan, arm, module_arm
from dropout_course.experiments.comparison_figures import arms_table, dots, verdicts
from dropout_course.experiments.contrasts import Contrast
from dropout_course.experiments.stacks import Sizes
from dropout_course.results import Verdict
from dropout_course.training import Recipe
from dropout_course.training.modules import ModuleRecipe

CONDITION = Condition(
    says="few images",
    arms={"none": arm(0, 0), "some": arm(0, 0.2) + arm(0, 0.5)},
    recipe=Recipe(hidden=(16,), epochs=2),
    sizes=Sizes(train=200, validation=100, test=100, seed=0),
    learning_rates=(0.02, 0.05, 0.1),
)
GAIN = Contrast("dropout helps", ((1, "test", "some"), (-1, "test", "none")), 0.005)
PLAN = Plan(
    name="trial",
    question="Does it help?",
    conditions={"few": CONDITION},
    contrasts={"gain": GAIN},
    claims={"9.9": ("gain",)},
    seeds=(1, 2, 3),
    tuning_seeds=(101,),
)
NAMES = {"none": "no dropout", "some": "dropout"}


def best_at(rate, learning_rate):
    """Accuracies of models that are best with one drop rate and one learning rate, but for no dropout."""

    def accuracy(run, name):
        if not any(run.rates):
            return 0.5
        return 0.95 - abs(run.rates[1] - rate) - 2 * abs(run.learning_rate - learning_rate)

    return accuracy


def test_each_arm_is_what_validation_images_choose_of_its_settings_and_learning_rates(pretend):
    found = comparison.measure(PLAN, pretend(best_at(0.5, 0.05)))["arms"]["few"]["some"]
    assert found["run"]["rates"] == [0, 0.5]
    assert found["run"]["learning_rate"] == 0.05
    assert not found["at_edge"]


def test_a_learning_rate_at_the_edge_of_its_grid_is_reported(pretend):
    assert comparison.measure(PLAN, pretend(best_at(0.5, 0.1)))["arms"]["few"]["some"]["at_edge"]


def test_what_chooses_never_sees_the_test_set_and_never_judges(pretend, watched):
    train, asked = watched(pretend(best_at(0.2, 0.05)))
    comparison.measure(PLAN, train)
    assert len(asked) == comparison.stacks_planned(PLAN)
    for stack in asked:
        chooses = {run.seed for run in stack.runs} <= set(PLAN.tuning_seeds)
        assert ("test" not in stack.measure) == chooses


def test_an_arm_without_choice_is_not_tuned(pretend):
    fixed = replace(CONDITION, learning_rates=(0.05,), arms={"none": arm(0, 0), "half": arm(0, 0.5)})
    plan = replace(PLAN, conditions={"few": fixed}, contrasts={}, claims={})
    assert comparison.stacks_planned(plan) == len(plan.seeds)
    result = comparison.measure(plan, pretend(best_at(0.5, 0.05)))
    assert result["tuning"] == {"few": {}}
    assert not result["arms"]["few"]["half"]["at_edge"]


def test_a_contrast_is_tried_under_the_conditions_that_have_its_arms(pretend):
    without = replace(CONDITION, says="no dropout at all", arms={"none": arm(0, 0)})
    plan = replace(PLAN, conditions={"few": CONDITION, "plain": without})
    result = comparison.measure(plan, pretend(best_at(0.5, 0.05)))
    assert "few" in result["contrasts"]["gain"]
    assert "plain" not in result["contrasts"]["gain"]
    assert result["claims"]["9.9"]["verdict"] is Verdict.HOLDS


def test_what_is_computed_again_is_what_was_written(pretend):
    train = pretend(best_at(0.5, 0.05))
    result = comparison.measure(PLAN, train)
    (place, found), *_ = comparison.sample(PLAN, result, train).items()
    assert place == "arms.few.some.test.accuracy.by_seed"
    assert found == result["arms"]["few"]["some"]["test"]["accuracy"]["by_seed"][:1]


def test_curves_are_kept_if_the_plan_asks_for_them(pretend):
    train = pretend(best_at(0.5, 0.05))
    assert "curves" not in comparison.measure(PLAN, train)["arms"]["few"]["none"]
    kept = comparison.measure(replace(PLAN, curves=True), train)["arms"]["few"]["none"]["curves"]
    assert len(kept["test"]["accuracy"]) == CONDITION.recipe.epochs


def test_networks_that_do_not_stack_are_pieces_of_work_by_themselves(pretend, watched):
    arms = {
        "none": module_arm("mlp", 0, 0),
        "some": module_arm("mlp", 0, 0.2) + module_arm("mlp", 0, 0.5, batch_norm="after"),
    }
    condition = replace(CONDITION, arms=arms, recipe=ModuleRecipe(hidden=(16,), epochs=2))
    plan = replace(PLAN, conditions={"few": condition})
    train, asked = watched(pretend(best_at(0.5, 0.05)))
    found = comparison.measure(plan, train)
    assert found["arms"]["few"]["some"]["run"]["batch_norm"] == "after"
    assert all(len(stack.runs) == 1 for stack in asked)
    assert len(asked) == comparison.stacks_planned(plan) == 2 * 3 + 9
    (_, again), *_ = comparison.sample(plan, found, train).items()
    assert again == found["arms"]["few"]["some"]["test"]["accuracy"]["by_seed"][:1]


@pytest.fixture
def result(pretend):
    return comparison.measure(PLAN, pretend(best_at(0.5, 0.05)))


def test_the_figure_says_each_number_in_words(result):
    figure = dots(result, NAMES)
    assert len(re.findall(r"dropout: \d", figure.alternative)) == 4  # two arms, two metrics
    assert "3 seeds with 95% intervals" in figure.caption
    assert "no dropout" in figure.svg


def test_the_tables_have_a_row_for_each_arm_and_each_contrast(result):
    assert [row[0] for row in arms_table(result, NAMES, "few").rows] == list(NAMES.values())
    assert [row[0] for row in verdicts(result).rows] == ["dropout helps"]
