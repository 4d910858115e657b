"""Homework 3: what is true of one pass, of many passes and of all passes at test time."""

from dropout_course.checks.test_time import collected, layer, many_passes, mean_mask, noise, scaled_network

PROPERTIES = {
    **layer.PROPERTIES,
    **scaled_network.PROPERTIES,
    **many_passes.PROPERTIES,
    **mean_mask.PROPERTIES,
    **noise.PROPERTIES,
    **collected.PROPERTIES,
}
