"""Homework 1: masks from a die, for groups, for many workers, and as others write them down."""

from dropout_course.checks.more_masks import dice, groups, stored, workers

PROPERTIES = {**dice.PROPERTIES, **groups.PROPERTIES, **workers.PROPERTIES, **stored.PROPERTIES}
