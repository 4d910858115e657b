"""Demos to touch: each is one widget, in a notebook and on the static page alike.

A demo is ``<name>.py`` (the state that Python and browser share, and its numbers by ``reference``) beside
``<name>.html`` (markup), ``<name>.css`` and ``<name>.js`` (a pure function from state to numbers, pictures
and a summary).
"""

from .by_heart import ByHeart
from .classic_or_inverted import ClassicOrInverted
from .ensemble_explorer import EnsembleExplorer
from .expectation import Expectation
from .feature_map_masks import FeatureMapMasks
from .learning_curves import LearningCurves
from .mask_sampler import MaskSampler
from .noise_as_a_regulariser import NoiseAsARegulariser
from .placement import Placement
from .rate_and_learning_rate import RateAndLearningRate
from .recurrent_masks import RecurrentMasks
from .train_or_eval import TrainOrEval
from .tune_it import TuneIt
from .uncertainty import Uncertainty
from .variance_depth import VarianceDepth
from .where_does_it_help import WhereDoesItHelp
from .who_moves import WhoMoves

__all__ = [
    "ByHeart",
    "ClassicOrInverted",
    "EnsembleExplorer",
    "Expectation",
    "FeatureMapMasks",
    "LearningCurves",
    "MaskSampler",
    "NoiseAsARegulariser",
    "Placement",
    "RateAndLearningRate",
    "RecurrentMasks",
    "TrainOrEval",
    "TuneIt",
    "Uncertainty",
    "VarianceDepth",
    "WhereDoesItHelp",
    "WhoMoves",
]
