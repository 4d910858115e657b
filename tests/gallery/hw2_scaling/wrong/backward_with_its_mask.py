"""Hands back the mask, too."""

TOLD = "Several values came, one was asked for"
LOSES = {"inverted_backward_gradient": 2.0, "inverted_backward_call": 0.25, "inverted_backward_kinds": 0.5}


def inverted_backward(dy, mask, p):
    return (dy * mask / (1 - p) if p < 1 else dy * 0), mask
