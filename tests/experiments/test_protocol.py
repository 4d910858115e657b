from dropout_course import results
from dropout_course.experiments import protocol
from dropout_course.results import Verdict


def test_the_picture_of_the_rule_shows_every_verdict_on_one_interval():
    spoken = protocol.verdict_figure().alternative
    for found in (Verdict.HOLDS, Verdict.DOES_NOT_HOLD, Verdict.NOT_SETTLED):
        assert f": {found}" in spoken


def test_the_table_of_plans_counts_what_the_results_hold():
    rows = {row[0]: row[1:] for row in protocol.plans().rows}
    assert rows.keys() == set(results.names())
    assert rows["depth"] == ("2.14", "10", "14")  # seven contrasts under two conditions
    assert rows["width"][1] == "6 to 10"  # seeds that judge, by the labels; two others choose
    assert all(int(seeds.split()[0]) >= 5 for _, seeds, _ in rows.values())


def test_each_contrast_counts_once_for_each_condition_that_tried_it():
    depth = results.load("depth")
    found = list(protocol.tried(depth))
    assert len(found) == len(depth["contrasts"]) * len(depth["conditions"])
    assert {contrast["margin"] for contrast in found} == {0.0, 0.005, 0.02}
