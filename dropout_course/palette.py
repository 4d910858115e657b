"""The course's colours, one table for pages, figures and demos: light and dark, colour-blind-safe.

Pages take them as CSS variables ``--dc-<name>``; figures and demos name the same variables, with the
light value as fallback, so that one drawing follows the reader's theme.
"""

LIGHT = {
    "paper": "#ffffff",
    "ink": "#1d2430",
    "muted": "#566070",
    "line": "#d5dae2",
    "surface": "#f4f6f9",
    "accent": "#0b5cad",
    "kept": "#0b6fb8",  # a unit, weight or sample that takes part
    "dropped": "#c2410c",  # one that does not
    "series1": "#0b6fb8",
    "series2": "#c2410c",
    "series3": "#00795c",
    "series4": "#8b3fa8",
    "band": "#0b6fb8",
}

DARK = {
    "paper": "#12161d",
    "ink": "#e7ebf2",
    "muted": "#a3adbd",
    "line": "#343c4a",
    "surface": "#1b212b",
    "accent": "#7cb8f5",
    "kept": "#6cb4ee",
    "dropped": "#ff9a5c",
    "series1": "#6cb4ee",
    "series2": "#ff9a5c",
    "series3": "#4fc9a4",
    "series4": "#d19be8",
    "band": "#6cb4ee",
}
