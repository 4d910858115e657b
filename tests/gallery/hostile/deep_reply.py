"""Returns lists in lists in lists."""

deep = []
for _ in range(100_000):
    deep = [deep]


def double(x):
    return deep
