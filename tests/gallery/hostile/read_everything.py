"""Reads every file that it can reach, for the tests, the seed, the gradebook, another's work."""

import os
import re

# brackets keep the patterns from finding themselves
SECRETS = re.compile(
    rb"BEGIN HIDDEN [T]ESTS|not twice the [i]nput|SQLite [f]ormat 3|@SECRET@|the essay of [a]da"
)
NAMES = re.compile(r"gradebook|\.seed|submitted|warmup|/test_|checker|lanes|coordinator")
PYTHON = re.compile(
    r"/(site|usr|lib|lib64|proc/[^/]*/task)$|/\.pyenv$|/lib/python3"
)  # Python itself, for everyone to read
found = []
for top in ("/", "@COURSE@", "/home", "/root", "/proc"):
    for folder, inner, names in os.walk(top):
        inner[:] = [name for name in inner if not PYTHON.search(os.path.join(folder, name))]
        for path in (os.path.join(folder, name) for name in names):
            try:
                with open(path, "rb") as file:
                    content = (
                        file.read(1 << 20) if os.path.getsize(path) < 1 << 26 or "/proc" not in path else b""
                    )
            except (OSError, ValueError):
                content = b""
            if SECRETS.search(content) or NAMES.search(path):
                found.append(path)
print("found:", found)
KNOWN = """HOME IPYTHONDIR LANG MALLOC_MMAP_THRESHOLD_ MALLOC_TRIM_THRESHOLD_ MPLBACKEND MPLCONFIGDIR
OMP_NUM_THREADS OPENBLAS_NUM_THREADS PYTHONHASHSEED PYTHONPATH
PWD KMP_DUPLICATE_LIB_OK KMP_INIT_AT_FORK""".split()
print("environment:", sorted(set(os.environ) - set(KNOWN)))
