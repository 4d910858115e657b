"""Folders that strangers filled: what lies in them beside the notebook, and what we leave in ours."""

import os
import shutil
import stat
from collections.abc import Collection
from pathlib import Path


def strange_entry(folder: Path, *, but: str = "") -> str:
    """The path below ``folder`` of something that is neither file nor folder; empty if there is none.

    A link to a file or to a folder is such a thing: who copies it copies what it points to. ``but`` is the
    name of one entry that may be anything. What cannot be listed is strange, too.
    """

    def refuse(error: OSError) -> None:
        raise error

    try:
        for where, folders, files in os.walk(folder, onerror=refuse):
            for name in (*folders, *files):
                path = Path(where, name)
                mode = path.lstat().st_mode
                if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or path == folder / but):
                    return str(path.relative_to(folder))
    except OSError as error:
        return str(error.filename)
    return ""


def clear(folder: Path, *, but: Collection[str] = ()) -> None:
    """Remove what lies in ``folder``, except entries of these names; links are removed, not followed."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name in but:
                continue
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry.path)
            else:
                Path(entry.path).unlink()
