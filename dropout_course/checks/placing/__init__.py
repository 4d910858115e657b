"""Homework 4: dropout in front of every layer, its gradients, whole maps, a locked mask, and layers to mend.

``branch`` judges all layers in which one part of the output meets dropout (``layouts``, ``mends``),
``forward`` and ``backward`` the perceptron, ``gru`` the recurrent layer. Their coins are judged by ``law``,
whose table of powers is theirs, too. What else is judged here leaves nothing to chance, but for one count in
``forward``: whether two places toss their own coins.
"""

from dropout_course.checks.placing import backward, forward, gru, layouts, mends

PROPERTIES = {
    **forward.PROPERTIES,
    **backward.PROPERTIES,
    **gru.PROPERTIES,
    **layouts.PROPERTIES,
    **mends.PROPERTIES,
}
