import numpy as np
import pytest

from nn_experiments.network.products import aligned, padded, panel, product

RANDOM = np.random.default_rng(4)
SHAPES = [(1, 1, 1), (4, 3, 2), (8, 5, 64), (13, 200, 80), (6, 129, 10)]


def factors(rows: int, depth: int, columns: int, dtype: type):
    width = padded(columns, dtype)
    return tuple(RANDOM.integers(-9, 9, shape).astype(dtype) for shape in ((rows, depth), (depth, width)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
def test_products_of_integers_are_exact(shape, dtype):
    a, b = factors(*shape, dtype)
    c, room = np.full((len(a), b.shape[1]), np.nan, dtype), panel(dtype)
    product(a, a.shape[1], 1, *a.shape, b, c, False, room)
    np.testing.assert_array_equal(c, a @ b)
    product(a, a.shape[1], 1, *a.shape, b, c, True, room)
    np.testing.assert_array_equal(c, 2 * (a @ b))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_left_factor_may_be_given_turned(shape):
    a, b = factors(*shape, np.float32)
    c, turned = np.empty((len(a), b.shape[1]), np.float32), np.ascontiguousarray(a.T)
    product(turned, 1, turned.shape[1], *a.shape, b, c, False, panel(np.float32))
    np.testing.assert_array_equal(c, a @ b)


def test_an_element_does_not_depend_on_the_others():
    a = RANDOM.normal(size=(14, 300)).astype(np.float32)
    b = RANDOM.normal(size=(300, padded(70, np.float32))).astype(np.float32)
    whole, part, room = (
        np.empty((14, b.shape[1]), np.float32),
        np.empty((1, 16), np.float32),
        panel(np.float32),
    )
    product(a, 300, 1, 14, 300, b, whole, False, room)
    few = np.ascontiguousarray(b[:, 32:48])
    product(a[9:], 300, 1, 1, 300, few, part, False, room)
    np.testing.assert_array_equal(whole[9:10, 32:48], part)


def test_rows_are_filled_by_whole_vectors_that_lie_in_lines():
    assert padded(1, np.float32) == 2 * padded(1, np.float64)
    assert padded(65, np.float32) % padded(1, np.float32) == 0
    assert aligned((3, 5), np.float64).ctypes.data % 64 == 0
