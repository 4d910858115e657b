"""Homework 2: two forms of dropout, their gradient, their moments, and functions that carry the idea over."""

from dropout_course.checks.scaling import backward, choice, dense, expectation, fill, forms, keep_prob, units

PROPERTIES = {
    **forms.PROPERTIES,
    **backward.PROPERTIES,
    **expectation.PROPERTIES,
    **keep_prob.PROPERTIES,
    **dense.PROPERTIES,
    **fill.PROPERTIES,
    **units.PROPERTIES,
    **choice.PROPERTIES,
}
