"""Small linear systems."""

import pytest

from derivations.linear import solution


def test_rows_are_exchanged_where_needed():
    assert solution([[0.0, 2.0], [4.0, 1.0]], [2.0, 9.0]) == [2.0, 1.0]


def test_the_solution_solves():
    matrix = [[4.0, 1.0, -2.0], [1.0, -3.0, 0.5], [-2.0, 0.5, 1.0]]
    x = solution(matrix, [1.0, 2.0, 3.0])
    assert [sum(a * b for a, b in zip(row, x, strict=True)) for row in matrix] == pytest.approx(
        [1.0, 2.0, 3.0]
    )


def test_singular_matrices_raise():
    with pytest.raises(ZeroDivisionError):
        solution([[1.0, 2.0], [2.0, 4.0]], [1.0, 1.0])
