"""Values on the wire: what is sent arrives, and nothing else can."""

import json
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dropout_course.grading import protocol
from dropout_course.grading.protocol import (
    HEADER,
    Changes,
    Message,
    ProtocolError,
    UnsendableError,
    decode,
    encode,
)

NUMBERS = st.one_of(
    hnp.boolean_dtypes(), hnp.integer_dtypes(), hnp.floating_dtypes(), hnp.complex_number_dtypes()
)
ARRAYS = hnp.arrays(NUMBERS, hnp.array_shapes(min_dims=0, min_side=0))
RATES = st.floats(0, 1)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | RATES, inner),
)


def parts(pieces: Message) -> tuple[bytes, bytearray]:
    """The two parts of a message, as they are received."""
    message = bytearray().join(pieces)
    text, _ = HEADER.unpack_from(message)
    return message[HEADER.size : HEADER.size + text], message[HEADER.size + text :]


def sent(value, changes=None):
    return decode(*parts(encode(value)), changes)


@given(PLAIN)
def test_plain_values_arrive_as_they_are(value):
    assert repr(sent(value)) == repr(value)


@given(ARRAYS)
def test_arrays_arrive_bit_by_bit(array):
    found = sent([array])[0]
    assert (found.dtype, found.shape, found.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert found.flags.writeable


@given(ARRAYS.filter(lambda array: array.size > 0))
def test_numpy_scalars_stay_scalars_of_their_type(array):
    scalar = array.flat[0]
    assert type(sent(scalar)) is type(scalar)


def bomb(content) -> bytes:
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    "text",
    [
        bomb({"dict": [[{"int": hex(k * (2**61 - 1))}, None] for k in range(1, 900)]}),  # all of one hash
        bomb({"dict": [[{"int": hex(k)}, None] for k in range(350_000)]}),
        bomb([[]] * 4_000_000),
        bomb([{"tuple": [None] * 1000}] * 200),
        bomb({"dict": [[{"tuple": []}, None]]}),
        bomb([{"dict": [[2.0**-k, None] for k in range(1001)]}] * 90),
    ],
)
def test_a_reply_that_takes_long_to_read_is_refused_soon(text):
    begin = time.process_time()
    with pytest.raises(ProtocolError):
        decode(text, b"")
    assert time.process_time() - begin < 5  # 350,000 keys of one hash would take hours


@pytest.mark.parametrize(
    "value", [[0] * 100_000, {(1, 2): 3}, dict.fromkeys(range(2000)), {2**61 - 1: 0}, {np.nan: 0}]
)
def test_what_would_be_refused_is_not_sent(value):
    with pytest.raises(UnsendableError):
        encode(value)


def test_a_dict_may_have_rates_and_counts_as_keys():
    value = {0.0: [1.0], 0.25: [2.0], 3: "three", "p": None, -1e9: True}
    assert repr(sent(value)) == repr(value)


@pytest.mark.parametrize("key", [float("nan"), float("inf"), 1e10, True, None])
def test_other_keys_are_neither_sent_nor_read(key):
    with pytest.raises(UnsendableError):
        encode({key: 1.0})
    with pytest.raises(ProtocolError):
        decode(bomb({"dict": [[key, 1.0]]}), b"")


def test_a_list_just_short_enough_arrives():
    assert sent([True] * 99_999) == [True] * 99_999


def test_an_integer_of_a_million_digits_arrives():
    assert sent(2**3_000_000 + 1) == 2**3_000_000 + 1


@given(st.integers(0, 2**64), st.integers(0, 3))
def test_a_generator_goes_on_where_it_was(seed, steps):
    rng = np.random.default_rng(seed)
    rng.integers(10, size=steps, dtype=np.int32)  # may leave half a word behind
    copy = sent(rng)
    assert copy.random(3).tolist() == rng.random(3).tolist()


def test_what_a_function_does_to_its_arguments_comes_back():
    ours, theirs = Changes(), Changes()
    rng, x, kept = np.random.default_rng(1), np.zeros(3), np.ones(2)
    arguments = decode(*parts(encode((rng, x, kept), ours)), theirs)
    theirs.remember()
    drawn = arguments[0].random(5)
    arguments[1][:] = 7
    changed = theirs.found()
    assert list(changed) == [0, 1]
    ours.apply(sent(changed))
    assert x.tolist() == [7, 7, 7]
    assert kept.tolist() == [1, 1]
    expected = np.random.default_rng(1).random(6)
    assert [*drawn, rng.random()] == expected.tolist()


@pytest.mark.parametrize(
    "change",
    [
        lambda weights, rates: weights.__setitem__(1, 2 * weights[1]),
        lambda weights, rates: rates.append(0.5),
        lambda weights, rates: (weights.reverse(), rates.clear()),
        lambda weights, rates: weights.__setitem__(0, rates),
        lambda weights, rates: (np.add(weights[0], 1, out=weights[0]), weights.pop()),
        lambda weights, rates: None,
    ],
)
def test_a_list_that_a_function_changed_comes_back_changed(change):
    ours, theirs = Changes(), Changes()
    arguments = ([np.zeros(2), np.ones(3)], [0.1, 0.2])
    copies = decode(*parts(encode(arguments, ours)), theirs)
    theirs.remember()
    change(*copies)
    ours.apply(sent(theirs.found()))
    assert repr(arguments) == repr(copies)


def test_a_small_array_does_not_keep_a_large_message_alive():
    small, large = sent([np.ones(10), np.ones(1000)])
    assert small.base is None
    assert large.base is not None


def test_a_generator_may_be_set_to_another_stream():
    ours, rng = Changes(), np.random.default_rng(1)
    encode((rng,), ours)
    ours.apply({0: np.random.default_rng(2)})
    assert rng.random() == np.random.default_rng(2).random()


def test_a_list_that_was_made_to_contain_itself_is_not_sent():
    theirs = Changes()
    values = decode(*parts(encode([1.0])), theirs)
    theirs.remember()
    values.append(values)
    with pytest.raises(UnsendableError):
        encode(theirs.found())


class Subclass(np.ndarray):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        np.zeros(2).view(Subclass),
        np.array([object()]),
        np.array(["text"]),
        np.zeros(2, [("a", float)]),
        np.random.Generator(np.random.SFC64(1)),
        [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]],
        np.zeros(protocol.MAX_BYTES + 1, np.uint8),
        type("Integer", (int,), {})(1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_a_plain_value_is_not_sent(value):
    with pytest.raises(UnsendableError):
        encode(value)


def test_a_value_that_contains_itself_is_not_sent():
    value: list = []
    value.append(value)
    with pytest.raises(UnsendableError):
        encode(value)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("", b""),
        ("{", b""),
        ("[" * 100_000, b""),
        ("1", b""),  # integers travel as text
        ('{"int": "12"}', b""),
        ('{"int": 12}', b""),
        ('{"object": 1}', b""),
        ('{"int": "0x1", "tuple": []}', b""),
        ('{"tuple": 1}', b""),
        ('{"dict": [[[], 1]]}', b""),
        ('{"dict": [["a"]]}', b""),
        ('{"array": ["|O", [1]]}', bytes(8)),
        ('{"array": ["<f8", [2]]}', bytes(8)),
        ('{"array": ["<f8", [2147483648, 0]]}', b""),
        ('{"array": ["<f8", [1]]}', bytes(16)),
        ('{"array": ["<f8", [-1]]}', b""),
        ('{"array": ["<f8", [true]]}', bytes(8)),
        ('{"array": ["<f8", [0, 99999999999999999999]]}', b""),
        ('{"array": ["<f8", [4611686018427387904, 4]]}', b""),
        ('{"array": ["<f8,<f8", [1]]}', bytes(16)),
        ('{"array": ["|b1", [1]]}', b"\x02"),
        ('{"generator": ["0x1", "0x2", "0x0", "0x0"]}', b""),  # an even increment
        ('{"generator": ["0x1", "0x3", "0x2", "0x0"]}', b""),
        ('{"generator": ["-0x1", "0x3", "0x0", "0x0"]}', b""),
        ('{"generator": ["0x1", "0x3"]}', b""),
        ('{"dtype": "O"}', b""),
    ],
)
def test_what_no_honest_writer_sends_is_refused(text, data):
    with pytest.raises(ProtocolError):
        decode(text.encode(), data)


@given(st.binary(max_size=60), st.binary(max_size=20))
def test_noise_is_a_value_or_refused_and_nothing_else(text, data):
    with suppress(ProtocolError):
        decode(text, data)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(st.sampled_from(["array", "int", "tuple", "dict", "generator", "dtype"]), inner)
        ),
    )
)
def test_well_formed_noise_is_a_value_or_refused(node):
    with suppress(ProtocolError):
        decode(json.dumps(node).encode(), b"")


@pytest.mark.parametrize(
    "changed",
    [
        None,
        {"0": 1},
        {5: np.zeros(3)},
        {0: np.zeros(4)},
        {0: np.zeros(3, np.float32)},
        {0: [0.0] * 3},
        {True: np.zeros(3)},
        {1: 3},
        {2: (1.0,)},
        {2: np.zeros(1)},
        {2: None},
        {3: [1.0]},
    ],
)
def test_changes_that_were_not_possible_are_refused(changed):
    changes = Changes()
    encode((np.zeros(3), np.random.default_rng(1), [1.0]), changes)
    with pytest.raises(ProtocolError):
        changes.apply(changed)
