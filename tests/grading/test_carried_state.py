"""Nothing goes from one submission to the next, and an answer to the visible test is worth just that."""

import pytest
from grading.small_course import ASSIGNMENT, MODEL, answered, hand_in, make_course, points, printed

from dropout_course.grading.coordinator import grade

pytestmark = pytest.mark.sandbox
LEAVES_NOTES = (
    MODEL["double"]
    + """

import builtins, gc, os, socket, sys, threading
import numpy as np
NOTE = "the answers"
left = []

def leave(what, action):
    try:
        action()
        left.append(what)
    except BaseException:
        pass

def use_port(port):
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.bind(("127.0.0.1", port))
        client.connect(server.getsockname())
        server.accept()[0].close()

for folder in ("/tmp", "/dev/shm", "/var/tmp", "/", "/site", "/grader", "/run", "/proc/self"):
    leave(folder, lambda: open(f"{folder}/note", "w").write(NOTE))
leave("environment", lambda: os.environ.update(NOTE=NOTE))
leave("numpy", lambda: setattr(np, "note", NOTE))
leave("builtins", lambda: setattr(builtins, "note", NOTE))
leave("module", lambda: sys.modules.update(note=np))
leave("random", lambda: np.random.seed(7))
leave("child", lambda: os.fork() or (os.setsid(), __import__("time").sleep(5), os._exit(0)))
leave("port", lambda: use_port(4242))
leave("thread", lambda: threading.Thread(target=threading.Event().wait, daemon=True).start())
print("left:", *left)
"""
)
LOOKS_FOR_NOTES = (
    MODEL["double"]
    + """

import builtins, glob, os, sys
import numpy as np

found = [path for path in glob.glob("/*/note") + glob.glob("/*/*/note") + glob.glob("/note")]
found += [name for name, there in {
    "environment": "NOTE" in os.environ,
    "numpy": hasattr(np, "note"),
    "builtins": hasattr(builtins, "note"),
    "module": "note" in sys.modules,
    "random": np.random.random() == 0.07630828937395717,
    "port": len(open("/proc/net/tcp").readlines()) > 1,
    "child": len([name for name in os.listdir("/proc") if name.isdigit()]) > 1,
}.items() if there]
print("found:", found)
"""
)
KNOWS_THE_VISIBLE_TEST = "def double(x):\n    return 6 if type(x) is int and x == 3 else None"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = make_course(tmp_path_factory.mktemp("state"))
    hand_in(root, "a-leaves", answered({"double": LEAVES_NOTES}))
    hand_in(root, "b-looks", answered({"double": LOOKS_FOR_NOTES}))
    hand_in(root, "c-leaves", answered({"double": LEAVES_NOTES}))
    hand_in(root, "d-looks", answered({"double": LOOKS_FOR_NOTES}))
    hand_in(root, "e-knows", answered({"double": KNOWS_THE_VISIBLE_TEST}))
    return root, grade(root, ASSIGNMENT)  # one lane: they follow each other in one worker


def test_what_a_submission_leaves_the_next_one_does_not_find(course):
    root, _ = course
    for student in ("a-leaves", "c-leaves"):
        assert printed(root, student) == "left: /tmp environment numpy builtins module random child thread\n"
    for student in ("b-looks", "d-looks"):
        assert printed(root, student) == "found: []\n"


def test_who_recognises_the_visible_test_gets_its_point_alone(course):
    _, results = course
    assert points(results["e-knows"]) == {"double_visible": 1, "double_hidden": 0, "draw_fresh": 0, "why": 0}
