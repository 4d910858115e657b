"""Homework 5: limiting weights, choosing a rate, training and reporting (with torch)."""

from dropout_course.checks.tuning import choices, networks, norms, picks, reports

PROPERTIES = {
    **norms.PROPERTIES,
    **picks.PROPERTIES,
    **choices.PROPERTIES,
    **networks.PROPERTIES,
    **reports.PROPERTIES,
}
