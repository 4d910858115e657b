"""The system calls that a learner's process may not make.

Namespaces and limits do not reach everything. Keyrings belong to no namespace: who may use them reads the
instructor's keys and leaves notes for the next submission. Shared memory without a file is counted by no
limit of a process. Both are refused here by a filter in classic BPF, the machine code of seccomp: a step is a
code, two jump distances and a number. A call on the list fails with EPERM, and honest code goes another way.
"""

import ctypes
import errno
import os
import struct

# from <linux/seccomp.h>, <linux/bpf_common.h>, <sys/prctl.h>, <sys/mman.h>
PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
LOAD, AND, JUMP_IF_EQUAL, JUMP_IF_AT_LEAST, RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
CALL_NUMBER, ARCHITECTURE, FOURTH_ARGUMENT = 0, 4, 40  # offsets in struct seccomp_data
SHARED_ANONYMOUS = 0x01 | 0x20  # flags of mmap
X32_CALLS = 0x40000000  # from here on, x86_64 has a second number for every call

REFUSED = (
    *("add_key", "request_key", "keyctl"),
    *("memfd_create", "memfd_secret", "shmget", "msgget", "semget"),
    *("io_uring_setup", "userfaultfd", "bpf", "perf_event_open"),  # much of the kernel, for no honest use
)
# machine: its name in <linux/audit.h>, its number of mmap, its numbers of the calls above
MACHINES = {
    "x86_64": (0xC000003E, 9, (248, 249, 250, 319, 447, 29, 68, 64, 425, 323, 321, 298)),
    "aarch64": (0xC00000B7, 222, (217, 218, 219, 279, 447, 194, 186, 190, 425, 282, 280, 241)),
}


def program(machine: str) -> bytes:
    """The filter for a machine; calls by the numbers of another architecture end the process."""
    architecture, mmap, numbers = MACHINES[machine]
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_IF_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, CALL_NUMBER),
        (JUMP_IF_AT_LEAST, 0, 1, X32_CALLS),
        (RETURN, 0, 0, KILL),
    ]
    for number in numbers:
        steps += [(JUMP_IF_EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE)]
    steps += [
        (JUMP_IF_EQUAL, 0, 4, mmap),
        (LOAD, 0, 0, FOURTH_ARGUMENT),
        (AND, 0, 0, SHARED_ANONYMOUS),
        (JUMP_IF_EQUAL, 0, 1, SHARED_ANONYMOUS),
        (RETURN, 0, 0, REFUSE),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def install(libc: ctypes.CDLL) -> None:
    """Bind this process and all that it starts, for good; it must have given up new privileges before."""
    steps = program(os.uname().machine)
    buffer = ctypes.create_string_buffer(steps)
    header = struct.pack("HP", len(steps) // 8, ctypes.addressof(buffer))
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"seccomp: {os.strerror(number)}")
