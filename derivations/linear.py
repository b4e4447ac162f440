"""Small linear systems in floating point, without NumPy."""

Vector = list[float]
Matrix = list[list[float]]


def solution(matrix: Matrix, right: Vector) -> Vector:
    """The x with matrix x = right, shape (d,), by elimination with partial pivoting.

    A singular matrix raises ZeroDivisionError.
    """
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k], strict=True)]
    x = [0.0] * size
    for k in reversed(range(size)):
        x[k] = (rows[k][size] - sum(rows[k][j] * x[j] for j in range(k + 1, size))) / rows[k][k]
    return x
