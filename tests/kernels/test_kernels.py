"""Same draw, same answer as the reference; memory that is given is used; what is wrong is refused."""

import numpy as np
import pytest
from hypothesis import given
from strategies import activations, rates, seeds, shapes

from dropout_course import reference
from dropout_course.kernels import CHUNK, apply_mask, inverted_dropout, inverted_multiplier, keep_mask

ANY = {
    "mask": lambda p, rng: keep_mask(3, p, rng),
    "multiplier": lambda p, rng: inverted_multiplier(3, p, rng),
    "dropout": lambda p, rng: inverted_dropout(np.ones(3, np.float32), p, rng),
}
DRAWS = pytest.mark.parametrize("draw", [keep_mask, inverted_multiplier])


@given(p=rates(), shape=shapes(), seed=seeds())
def test_the_same_generator_gives_the_same_coins_in_every_form(p, shape, seed):
    keep = keep_mask(shape, p, np.random.default_rng(seed))
    multiplier = inverted_multiplier(shape, p, np.random.default_rng(seed))
    y, kept = inverted_dropout(np.ones(shape, np.float32), p, np.random.default_rng(seed))
    assert (keep.dtype, multiplier.dtype, y.dtype) == (np.bool, np.float32, np.float32)
    assert keep.shape == multiplier.shape == y.shape == shape
    np.testing.assert_array_equal(kept, keep)
    np.testing.assert_array_equal(y, multiplier)
    survivor = np.float32(1 / (1 - p)) if p < 1 else 0
    np.testing.assert_array_equal(multiplier, np.where(keep, survivor, np.float32(0)))


@given(x=activations(dtype=np.float32), p=rates(below_one=True), seed=seeds())
def test_on_one_mask_forward_and_backward_are_the_references(x, p, seed):
    y, keep = inverted_dropout(x, p, np.random.default_rng(seed))
    multiplier = inverted_multiplier(x.shape, p, np.random.default_rng(seed))
    np.testing.assert_array_equal(y, reference.forward(x, multiplier))
    dy = np.random.default_rng(seed).standard_normal(x.shape).astype(np.float32)
    np.testing.assert_array_equal(apply_mask(dy, keep, p), reference.backward(dy, multiplier))


def test_a_dropped_unit_is_zero_whatever_it_held():
    x = np.array([np.inf, -np.inf, np.nan, -1.0], np.float32)
    nothing = apply_mask(x, np.zeros(4, bool), 0.5)
    np.testing.assert_array_equal(nothing.view(np.int32), np.zeros(4, np.int32))  # not even a sign
    np.testing.assert_array_equal(apply_mask(x, np.ones(4, bool), 0.5), 2 * x)


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1, 2 * CHUNK + 3])
def test_memory_that_is_given_is_filled_to_its_end_and_given_back(size):
    x = np.random.default_rng(0).standard_normal(size).astype(np.float32)
    expected, expected_keep = inverted_dropout(x, 0.3, np.random.default_rng(1))
    y, keep = np.full(size, np.nan, np.float32), np.zeros(size, bool)
    found, found_keep = inverted_dropout(x, 0.3, np.random.default_rng(1), out=(y, keep))
    assert found is y
    assert found_keep is keep
    np.testing.assert_array_equal(y, expected)
    np.testing.assert_array_equal(keep, expected_keep)
    mask, multiplier = np.zeros(size, bool), np.full(size, np.nan, np.float32)
    assert keep_mask(size, 0.3, np.random.default_rng(1), out=mask) is mask
    assert inverted_multiplier(size, 0.3, np.random.default_rng(1), out=multiplier) is multiplier
    np.testing.assert_array_equal(mask, keep)
    np.testing.assert_array_equal(multiplier > 0, keep)


def test_activations_may_be_overwritten_and_otherwise_stay():
    x = np.random.default_rng(0).standard_normal((300, 300)).astype(np.float32)
    before = x.copy()
    y, keep = inverted_dropout(x, 0.3, np.random.default_rng(1))
    np.testing.assert_array_equal(x, before)
    assert apply_mask(x, keep, 0.3, out=x) is x
    np.testing.assert_array_equal(x, y)


def test_activations_in_any_order_of_memory_are_read_as_they_are_indexed():
    x = np.random.default_rng(0).standard_normal((40, 30, 3)).astype(np.float32)
    expected, _ = inverted_dropout(x, 0.3, np.random.default_rng(1))
    for same in (np.asfortranarray(x), np.repeat(x, 2, axis=1)[:, ::2]):
        y, keep = inverted_dropout(same, 0.3, np.random.default_rng(1))
        np.testing.assert_array_equal(y, expected)
        np.testing.assert_array_equal(apply_mask(same, keep, 0.3), expected)


@pytest.mark.parametrize("call", ANY.values(), ids=ANY)
@pytest.mark.parametrize("p", [1.5, -0.5, np.nan, True, "0.5"])
def test_a_wrong_rate_is_refused_as_the_reference_refuses_it(call, p):
    with pytest.raises((TypeError, ValueError)) as expected:
        reference.keep_mask(3, p, np.random.default_rng(0))
    with pytest.raises(type(expected.value)) as found:
        call(p, np.random.default_rng(0))
    assert str(found.value) == str(expected.value)


@pytest.mark.parametrize("call", ANY.values(), ids=ANY)
@pytest.mark.parametrize("rng", [0, None, np.random.RandomState(0), np.random.PCG64(0)])
def test_a_wrong_generator_is_refused_as_the_reference_refuses_it(call, rng):
    with pytest.raises(TypeError, match=r"^rng must be a numpy\.random\.Generator, not .*: make one with"):
        call(0.5, rng)


@DRAWS
@pytest.mark.parametrize("shape", [3.0, "23", None, (2, -3)])
def test_a_wrong_shape_is_refused_as_the_reference_refuses_it(draw, shape):
    with pytest.raises((TypeError, ValueError), match=r"^shape must"):
        draw(shape, 0.5, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("x", "message"),
    [
        ([1.0], r"^x must be a numpy array, not list"),
        (np.ones(3), r"^x must hold float32, not float64: pass x\.astype\(np\.float32\)"),
        (np.ones(3, int), r"^x must hold floats, not int64"),
        (np.ma.ones(3, np.float32), r"^x must be a plain array"),
    ],
)
def test_what_is_no_float32_array_is_refused_with_the_way_to_make_one(x, message):
    with pytest.raises(TypeError, match=message):
        inverted_dropout(x, 0.5, np.random.default_rng(0))
    with pytest.raises(TypeError, match=message):
        apply_mask(x, np.ones(3, bool), 0.5)


@DRAWS
def test_memory_of_another_kind_or_layout_is_refused_with_the_way_to_make_it(draw):
    dtype = draw(1, 0.5, np.random.default_rng(0)).dtype
    wrong = [np.empty((2, 3), np.float64), [0.0]]
    for out in wrong:
        with pytest.raises(TypeError, match=rf"^out must be a numpy array of {dtype}, not .*: np\.empty"):
            draw((2, 3), 0.5, np.random.default_rng(0), out=out)
    for out in (np.empty((3, 2), dtype), np.empty((3, 2), dtype).T, np.empty((2, 6), dtype)[:, ::2]):
        with pytest.raises(ValueError, match=r"^out must be C-contiguous and of shape \(2, 3\), not"):
            draw((2, 3), 0.5, np.random.default_rng(0), out=out)


def test_a_mask_of_another_shape_is_refused():
    with pytest.raises(ValueError, match=r"^keep must be C-contiguous and of shape \(3,\), not \(4,\)"):
        apply_mask(np.ones(3, np.float32), np.ones(4, bool), 0.5)
