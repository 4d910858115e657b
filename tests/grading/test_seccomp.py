"""What namespaces and limits do not reach, a filter refuses."""

import ctypes
import mmap
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from commands import COMMAND
from gallery.hostile import files
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course, points, printed

from dropout_course.grading import sandbox, seccomp
from dropout_course.grading.coordinator import grade
from dropout_course.grading.worker import _resident

ATTACK = Path(files.__file__).parent / "system_calls.py"
WITH_A_KEY = """\
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
add_key, keyctl = (217, 219) if os.uname().machine == "aarch64" else (248, 250)
secret = (b"user", b"dropout-course:secret", b"7", 1, -3)
if libc.syscall(keyctl, 1, None) < 0 or libc.syscall(add_key, *secret) < 0:
    sys.exit(77)
os.execv(sys.argv[1], sys.argv[1:])
"""
DRAWS = """\
import matplotlib.pyplot as plt
import numpy as np
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as threads:
    grams = list(threads.map(lambda k: np.linalg.svd(np.ones((300, 300)) * k)[1], range(4)))
plt.hist(np.random.default_rng(0).normal(size=10_000), bins=50)
plt.savefig("picture.png")
np.save("draws.npy", np.zeros(1000))
np.load("draws.npy", mmap_mode="r+")[0] = 1
print("drawn")
def double(x):
    return 2 * x
"""


@pytest.mark.sandbox
def test_keyrings_and_uncounted_memory_are_refused(tmp_path):
    root = make_course(tmp_path)
    hand_in(root, "mal", answered({"double": ATTACK.read_text()}))
    run = subprocess.run(
        [sys.executable, "-c", WITH_A_KEY, COMMAND, "grade", ASSIGNMENT, "--course", root],
        capture_output=True,
        text=True,
    )
    if run.returncode == 77:
        pytest.skip("this kernel keeps no keys for us")
    assert run.returncode == 0, run.stderr
    assert printed(root, "mal") == "private memory: yes\n"


@pytest.mark.sandbox
def test_the_attack_is_one_where_there_is_no_filter():
    attack = ["bwrap", "--dev-bind", "/", "/", "--unshare-ipc", sys.executable, ATTACK]
    said = subprocess.run(attack, capture_output=True, text=True, check=True).stdout
    assert {"allowed memfd_create", "allowed shared memory"} <= set(said.splitlines())


@pytest.mark.sandbox
def test_pictures_threads_algebra_and_mapped_files_work_behind_the_filter(tmp_path):
    root = make_course(tmp_path)
    hand_in(root, "ada", answered({"double": DRAWS, "draw": MODEL["draw"]}))
    found = points(grade(root, ASSIGNMENT)["ada"])
    assert printed(root, "ada").startswith("drawn\n")
    assert (found["double_hidden"], found["draw_fresh"]) == (3, 3)


def test_an_unknown_machine_is_told(monkeypatch):
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine="riscv64"))
    with pytest.raises(sandbox.SandboxError, match="those of riscv64 are not known here: grade on"):
        sandbox.check_machine()


@pytest.mark.parametrize("machine", seccomp.MACHINES)
def test_every_refused_call_has_its_number(machine):
    assert len(seccomp.MACHINES[machine][2]) == len(seccomp.REFUSED)
    assert len(seccomp.program(machine)) % 8 == 0


def test_the_guard_counts_what_page_tables_hold():
    descriptor = os.open("/proc", os.O_DIRECTORY)
    before = _resident(descriptor, str(os.getpid()))
    with mmap.mmap(-1, 16 << 30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ) as zeros:
        zeros.madvise(mmap.MADV_NOHUGEPAGE)
        for place in range(0, len(zeros), 2 << 20):  # a page of the table for every 2 MB that are read
            zeros[place]
        grown = _resident(descriptor, str(os.getpid())) - before
    os.close(descriptor)
    assert grown > 30 << 20


def test_the_guard_counts_shared_memory_as_well():
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open("/proc", os.O_DIRECTORY)
    before = _resident(descriptor, str(os.getpid()))
    libc.mmap.restype = ctypes.c_void_p
    shared = libc.mmap(None, ctypes.c_size_t(64 << 20), 3, seccomp.SHARED_ANONYMOUS, -1, 0)
    ctypes.memset(shared, 1, 64 << 20)
    grown = _resident(descriptor, str(os.getpid())) - before
    libc.munmap(ctypes.c_void_p(shared), ctypes.c_size_t(64 << 20))
    os.close(descriptor)
    assert 60 << 20 < grown < 80 << 20
