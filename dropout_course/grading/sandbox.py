"""The file system and the namespaces that a worker lives in, as a bubblewrap command.

What is not listed here does not exist inside: no home, no course folder, no repository, no system
configuration, no program but Python. Third-party packages are an allow-list: an assignment in numpy cannot
import torch.
"""

import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from packaging.requirements import Requirement

from . import seccomp
from .limits import Limits

HERE = Path(__file__).parent
SHARED_MODULES = tuple(
    f"{name}.py" for name in ("worker", "cells", "clock", "imports", "limits", "protocol", "seccomp")
)
NOBODY = 64_000  # users from here on own nothing; each worker has its own, so that limits are not shared
DEVICES = ("null", "random", "urandom")  # not zero: mapped, it is memory that no limit counts
COMPUTING = {
    "OMP_NUM_THREADS": "1",  # one submission a core; several threads only get in each other's way
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),  # arrays of a few MB come and go: to have each from the kernel
    "MALLOC_TRIM_THRESHOLD_": str(128 << 20),  # anew takes a third of the time
}
PLAIN_ENVIRONMENT = COMPUTING | {
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",  # regrading gives the same grade
}
ENVIRONMENT = PLAIN_ENVIRONMENT | {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "IPYTHONDIR": "/tmp",
    "MPLCONFIGDIR": "/tmp",
    "PYTHONPATH": "/grader:/site",
}
ISOLATIONS = ("bwrap", "none")
UNPROTECTED_COMMAND = (sys.executable, "-P", "-m", f"{__package__}.unprotected")
LATE_IMPORTS = {"torch": ("torch._dynamo",)}  # what an optimizer would import in each submission, for seconds
INSTALL = "sudo apt-get install bubblewrap   (Fedora: sudo dnf install bubblewrap)"
NAMESPACES = re.compile(
    r"namespace|unshare|uid.?map|setgroups|permission|not permitted|no space left", re.IGNORECASE
)
CANNOT_WORK = (
    "Grading needs bubblewrap to make namespaces, and here it cannot: allow them with "
    "`sudo sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=10000`, "
    "or start the container with --privileged."
)


class SandboxError(RuntimeError):
    """Untrusted code cannot be run safely here; the message says what is missing."""


@dataclass(frozen=True)
class Contents:
    """What a worker can import, and what it has imported before the first submission comes."""

    packages: tuple[str, ...] = ("numpy", "matplotlib", "ipython")
    preload: tuple[str, ...] = ("numpy", "IPython.core.inputtransformer2", "IPython.display")
    stubs: tuple[tuple[str, tuple[str, ...]], ...] = (("dropout_course.checks", ("check", "grade")),)


def find_bubblewrap() -> str:
    """Path of the program, or the one sentence that says how to get it."""
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(f"Grading needs bubblewrap, which is not installed here: {INSTALL}")
    return program


def check_machine() -> None:
    """Refuse a machine whose system calls we cannot filter."""
    machine = os.uname().machine
    if machine not in seccomp.MACHINES:
        known = " or ".join(seccomp.MACHINES)
        raise SandboxError(
            f"Grading filters system calls by number, and those of {machine} are not known here: "
            f"grade on a machine with {known}."
        )


def check_isolation(isolation: str, *, here: bool) -> None:
    """Refuse what does not exist, or, if it is needed ``here``, cannot be had here."""
    if isolation not in ISOLATIONS:
        raise SandboxError(f"There is no isolation {isolation!r}: choose {' or '.join(ISOLATIONS)}.")
    if isolation == "bwrap" and here:
        find_bubblewrap()


def start(
    contents: Contents, limits: Limits, *, number: int, isolation: str = "bwrap"
) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a worker; it says READY on the socket when its imports are done."""
    ours, theirs = socket.socketpair()
    uid = other_user(number) if isolation == "bwrap" else None
    settings = {
        "limits": asdict(limits),
        "preload": [*contents.preload, *late_imports(contents.preload)],
        "stubs": dict(contents.stubs),
        "uid": uid,
    }
    arguments = [json.dumps(settings), str(theirs.fileno())]
    protected = isolation == "bwrap"
    worker = subprocess.Popen(
        [*(_in_a_sandbox(contents, uid) if protected else UNPROTECTED_COMMAND), *arguments],
        env=None if protected else os.environ | PLAIN_ENVIRONMENT,
        pass_fds=[theirs.fileno()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    theirs.close()
    return worker, ours


def _in_a_sandbox(contents: Contents, uid: int | None) -> list[str]:
    check_machine()
    program = os.path.realpath(sys.executable)
    return [
        *(find_bubblewrap(), *namespaces(uid), *file_system(contents.packages, program), *environment()),
        *(program, "-P", "-S", "-B", "-m", "grading.worker"),
    ]


def late_imports(modules: Iterable[str]) -> Iterator[str]:
    """What these modules import when they are used, not when they are imported."""
    for module in modules:
        yield from LATE_IMPORTS.get(module, ())


def other_user(number: int) -> int | None:
    """The user whom learners are run as, where we are root and may choose; None where we stay who we are."""
    uid = NOBODY + number % 1000
    maps = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    is_there = any(int(first) <= uid < int(first) + int(count) for first, _, count in maps)
    return uid if os.geteuid() == 0 and is_there else None


def namespaces(uid: int | None) -> Iterator[str]:
    """Everything of its own; rights inside, which a learner's process gives up before it runs code."""
    yield from ("--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--hostname", "worker")
    yield from ("--die-with-parent", "--new-session", "--cap-add", "ALL")
    if uid is None:
        yield "--unshare-user"


def environment() -> Iterator[str]:
    """None of the caller's variables."""
    yield "--clearenv"
    for name, value in ENVIRONMENT.items():
        yield from ("--setenv", name, value)


def file_system(packages: Iterable[str], program: str) -> Iterator[str]:
    """Python, its libraries, the allowed packages, this package's shared modules; all of it read-only."""
    base = Path(sys.base_prefix)
    libraries = {Path(path) for path in ("/usr/lib", "/usr/lib64", "/lib", "/lib64", base / "lib")}
    binds = {path: path for path in libraries | {Path(program)} if path.exists() and not path.is_symlink()}
    binds |= {Path("/site", path.name): path for path in top_level_paths(packages)}
    binds |= {Path("/grader/grading", name): HERE / name for name in SHARED_MODULES}
    for folder in sorted({folder for target in binds for folder in target.parents}):
        yield from ("--dir", str(folder))  # bubblewrap would make them for its own user only
    for target, source in binds.items():
        yield from ("--ro-bind", str(source), str(target))
    for link in filter(Path.is_symlink, libraries):
        yield from ("--symlink", str(link.readlink()), str(link))
    for hidden in _installed_elsewhere(libraries):
        yield from ("--tmpfs", str(hidden), "--remount-ro", str(hidden))
    yield from ("--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache", "--dir", "/dev")
    for device in DEVICES:
        yield from ("--dev-bind", f"/dev/{device}", f"/dev/{device}")
    yield from ("--proc", "/proc", "--tmpfs", "/tmp", "--chdir", "/tmp", "--remount-ro", "/")


def _installed_elsewhere(libraries: Iterable[Path]) -> Iterator[Path]:
    """Folders of third-party packages within the libraries' folders: only the allow-list is to be seen."""
    for path in libraries:
        if not path.is_symlink():
            for kind in ("site-packages", "dist-packages"):
                yield from path.glob(f"python3*/{kind}")


def top_level_paths(packages: Iterable[str]) -> list[Path]:
    """Files and folders that these distributions, and all that they require, put into site-packages."""
    paths: set[Path] = set()
    for distribution in with_requirements(packages):
        root = Path(str(distribution.locate_file("")))
        tops = {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}
        paths.update(root / top for top in tops if (root / top).exists())
    return sorted(paths)


def with_requirements(packages: Iterable[str]) -> list[importlib.metadata.Distribution]:
    """The installed distributions of these names and, recursively, of their requirements."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = list(packages)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found:
            continue
        try:
            found[name] = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            missing = f"The assignment needs {name}, which is not installed: pip install {name}"
            raise SandboxError(missing) from None
        for text in found[name].requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return list(found.values())
