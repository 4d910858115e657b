"""One file an experiment: question, claims, settings and margins, run, figure.

Settings are committed before the run and the verdicts follow from them by the rule in
``dropout_course.results``. To describe an experiment, or to draw its committed result, needs no torch.
"""

from .experiment import Experiment, find, names

__all__ = ["Experiment", "find", "names"]
