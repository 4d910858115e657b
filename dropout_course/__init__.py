"""An interactive course on dropout: the package behind the book."""

__version__ = "0.1.0"
