"""Writes files whole or not at all."""

from pathlib import Path


def write_whole(text: str, path: Path) -> None:
    """Write ``text`` beside ``path``, then put it there: whoever reads never meets a half-written file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
