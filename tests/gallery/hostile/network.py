"""Calls home: a listener of this machine, its other addresses, the world."""

import socket

for address in (
    ("127.0.0.1", int("@PORT@")),
    ("localhost", int("@PORT@")),
    ("10.0.0.1", 80),
    ("1.1.1.1", 53),
):
    try:
        socket.create_connection(address, timeout=0.3).sendall(b"the work of others")
        print("reached:", address)
    except OSError:
        pass
for name in ("@COURSE@/socket", "\0course"):
    try:
        with socket.socket(socket.AF_UNIX) as sock:
            sock.connect(name)
            print("reached:", name)
    except OSError:
        pass
