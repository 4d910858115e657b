"""Fashion-MNIST: 28 x 28 grey images of clothing in ten classes (Xiao, Rasul and Vollgraf, arXiv:1708.07747).

A class-balanced subset travels with the package and needs numpy alone; the full set is read from the disk
or fetched once. The images are MIT-licensed, (c) 2017 Zalando SE: see ``LICENSE-DATA`` in this folder.
"""

from .fashion_mnist import CLASSES, load_full, load_subset
from .images import Dataset, Images
from .splits import Splits, balanced_sample, split

__all__ = [
    "CLASSES",
    "Dataset",
    "Images",
    "Splits",
    "balanced_sample",
    "load_full",
    "load_subset",
    "split",
]
