"""Where numbers come from: which code, which data, which packages, which machine."""

import dataclasses
import hashlib
import json
import os
import platform
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
COMPUTED_BY = ("numpy", "scipy", "torch")
MODULES_SHARE = (
    *(f"training/modules/{name}.py" for name in ("augment", "fit", "parts", "runs")),
    "layers/blocks.py",
    "reference/blocks.py",
)


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


def module_digest(network: str) -> str:
    """A short name for the code that trains ``network`` one by one, beside what ``training_digest`` names."""
    state = hashlib.sha256()
    for name in (*MODULES_SHARE, f"training/modules/{network}.py"):  # not its siblings: they may come and go
        state.update(hashlib.sha256((PACKAGE / name).read_bytes()).digest())
    return state.hexdigest()[:16]


def packages() -> dict[str, str]:
    """Versions of what computes."""
    return {name: metadata.version(name) for name in COMPUTED_BY}


FINGERPRINT = ("processor", "instructions", "system", "packages")


def fingerprint(provenance: Mapping[str, Any]) -> dict[str, Any]:
    """What of a ``provenance`` decides the last digit: where it is the same, so are the numbers."""
    return {name: provenance.get(name) for name in FINGERPRINT}


def machine() -> dict[str, str | int | None]:
    """What computes: the processor's name, its vector instructions and cores, the system, Python."""
    return {
        "processor": _cpuinfo("model name") or platform.processor() or platform.machine(),
        "instructions": _vector_instructions(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def _vector_instructions() -> str:
    """The families that numpy and torch choose their kernels by: one name may stand for several models."""
    flags = _cpuinfo("flags", "Features").split()
    return " ".join(sorted(flag for flag in flags if flag.startswith(("avx", "fma", "amx", "asimd", "sve"))))


def _cpuinfo(*names: str) -> str:
    """What Linux says of its first processor under the first of ``names`` that is there; else nothing."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(names)), "")
