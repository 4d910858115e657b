"""What a function does to its arguments costs at most that answer."""

import pytest
from grading.small_course import ASSIGNMENT, MAX_POINTS, MODEL, answered, hand_in, make_course, points

from dropout_course.grading.coordinator import grade
from dropout_course.grading.limits import Limits
from dropout_course.grading.protocol import HEADER, Changes, decode, encode
from dropout_course.grading.worker import Submission

RESEEDS = """def draw(n, rng):
    rng.bit_generator.state = np.random.default_rng(0).bit_generator.state
    return rng.random(n)
"""
TURNS = """def double(x):
    y = 2 * x
    if isinstance(x, np.ndarray):
        x.shape = (1, *x.shape)
    return y
"""


@pytest.mark.sandbox
def test_another_stream_or_shape_costs_no_other_function(tmp_path):
    root = make_course(tmp_path)
    hand_in(root, "reseeds", answered(MODEL | {"draw": RESEEDS}))
    hand_in(root, "turns", answered(MODEL | {"double": TURNS}))
    results = grade(root, ASSIGNMENT)
    everything = MAX_POINTS | {"why": 0}
    assert points(results["reseeds"]) == everything | {"draw_fresh": 1}
    assert points(results["turns"]) == everything | {"double_hidden": 0}


def test_a_list_filled_with_what_cannot_travel_comes_back_empty_beside_the_answer():
    def counted(values):
        values[0] = {1, 2}
        return len(values)

    changes = Changes()
    request = answered_by(encode({"call": "counted", "args": ([1.0, 2.0],), "kwargs": {}}), changes)
    reply = Submission({"counted": counted}, Limits()).answer(request, changes)
    assert answered_by(reply) == {"value": 2, "changed": {0: []}}


def answered_by(message, changes=None):
    whole = bytearray().join(message)
    text, _ = HEADER.unpack_from(whole)
    return decode(whole[HEADER.size : HEADER.size + text], whole[HEADER.size + text :], changes)
