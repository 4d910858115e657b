"""Where numbers come from: which code, which data, which packages, which machine."""

import dataclasses
import hashlib
import json
import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
COMPUTED_BY = ("numpy", "scipy", "torch")


def as_json(value: Any) -> Any:
    """Settings as plain JSON values."""
    return json.loads(json.dumps(dataclasses.asdict(value)))


def digest(settings: Any, *more: str) -> str:
    """A short name for ``settings``, a dataclass, and whatever else ``more`` names."""
    text = json.dumps([as_json(settings), *more], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def training_digest() -> str:
    """A short name for all that decides what a trained model is: code, images, versions of the packages."""
    state = hashlib.sha256()
    files = [file for folder in ("data", "training") for file in (PACKAGE / folder).iterdir()]
    for file in sorted(file for file in files if file.suffix in {".py", ".npz"}):
        state.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    state.update(json.dumps(packages()).encode())
    return state.hexdigest()[:16]


def packages() -> dict[str, str]:
    """Versions of what computes."""
    return {name: metadata.version(name) for name in COMPUTED_BY}


def machine() -> dict[str, str | int | None]:
    """What computes: the processor's name, its cores, the system, Python."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
