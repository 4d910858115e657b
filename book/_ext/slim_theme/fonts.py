"""The two fonts of the site, cut down to the characters in use.

Text: Atkinson Hyperlegible Next (Braille Institute, OFL), weights 400 to 700.
Formulas: STIX Two Math (OFL), which ships with ``ziamath``.

They travel inside stylesheets: so small, they are there at the first paint and nothing moves afterwards, and
they need no preloading, which browsers refuse from file://.
"""

import base64
import io
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TEXT_FONT = Path(__file__).parent / "vendor" / "atkinson-hyperlegible-next.woff2"
ASCII = frozenset(map(chr, range(0x20, 0x7F)))  # always kept: demos and search write text of their own
RADICAL = "√"  # drawn by every <msqrt>, named by none
MATH_ITALIC = {
    **{chr(0x41 + i): chr(0x1D434 + i) for i in range(26)},
    **{chr(0x61 + i): chr(0x1D44E + i) for i in range(26)},
    **{chr(0x391 + i): chr(0x1D6E2 + i) for i in range(25)},
    **{chr(0x3B1 + i): chr(0x1D6FC + i) for i in range(25)},
    "h": "ℎ",  # Unicode had the Planck constant before the italics, and left a hole there
}


def text_font_face(characters: Iterable[str]) -> str:
    """The text font as a style rule, with ASCII and ``characters``."""
    font = TTFont(TEXT_FONT, recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": (400, 700)}, inplace=True)
    subset = _subset(font, ASCII.union(characters), features=["kern", "mark", "liga", "tnum"])
    return _font_face("Course Text", subset, weight="400 700")


def math_font_face(characters: Iterable[str]) -> str:
    """The mathematics font as a style rule, with ``characters``, their italics and stretched variants."""
    characters = set(characters)
    italics = {MATH_ITALIC[character] for character in characters if character in MATH_ITALIC}
    font = TTFont(_stix(), recalcTimestamp=False)
    return _font_face(
        "Course Math", _subset(font, {RADICAL, *characters, *italics}, features=["ssty", "flac", "dtls"])
    )


def _font_face(family: str, woff2: bytes, weight: str = "400") -> str:
    data = base64.b64encode(woff2).decode()
    source = f'url(data:font/woff2;base64,{data}) format("woff2")'
    return f'@font-face{{font-family:"{family}";font-weight:{weight};src:{source}}}'


def _stix() -> Path:
    ziamath = find_spec("ziamath")
    if ziamath is None or ziamath.origin is None:
        raise FileNotFoundError("STIX Two Math ships with ziamath, which is missing: pip install '.[book]'")
    return Path(ziamath.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"


def _subset(font: TTFont, characters: Iterable[str], *, features: list[str]) -> bytes:
    options = Options(layout_features=features, hinting=False, desubroutinize=True, notdef_outline=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, characters)))
    subsetter.subset(font)
    font.flavor = "woff2"
    packed = io.BytesIO()
    font.save(packed)
    return packed.getvalue()
