"""Reads the keys of whoever grades, leaves a key for the next submission, takes memory that no limit counts."""

import ctypes
import mmap
import platform

libc = ctypes.CDLL(None, use_errno=True)
arm = platform.machine() == "aarch64"
add_key, request_key, keyctl = (217, 218, 219) if arm else (248, 249, 250)
memfd_create, shmget, msgget, semget = (279, 194, 186, 190) if arm else (319, 29, 68, 64)
SESSION = -3
for name, call in {
    "add_key": (add_key, b"user", b"dropout-course:note", b"hello", 5, SESSION),
    "request_key": (request_key, b"user", b"dropout-course:note", None, 0),
    "search": (keyctl, 10, SESSION, b"user", b"dropout-course:secret", 0),
    "join": (keyctl, 1, None),
    "memfd_create": (memfd_create, b"memory", 0),
    "shmget": (shmget, 0, 1 << 20, 0o1600),
    "msgget": (msgget, 0, 0o1600),
    "semget": (semget, 0, 32_000, 0o1600),
}.items():
    if libc.syscall(*call) >= 0:
        print("allowed", name)
try:
    mmap.mmap(-1, 1 << 20)
    print("allowed shared memory")
except OSError:
    pass
try:
    with open("/dev/zero", "r+b") as zero:
        mmap.mmap(zero.fileno(), 1 << 20)
        print("allowed zero")
except OSError:
    pass
mmap.mmap(-1, 1 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)  # what numpy and malloc do
print("private memory: yes")
