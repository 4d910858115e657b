"""Puts the site's own Sphinx extensions on the path, as ``_config.yml`` does."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "book" / "_ext"))
