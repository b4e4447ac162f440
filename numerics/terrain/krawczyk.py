"""Is there exactly one critical point here? A proof in ball arithmetic, and the point to sixty digits.

Krawczyk's test: with Y close to ∇²L(m)⁻¹ for the middle m of a box X,

    K(X) = m − Y ∇L(m) + (1 − Y ∇²L(X)) (X − m)

inside X proves that X holds exactly one zero of ∇L, that it lies in K(X), and that it is nondegenerate.

## Main definitions
* `certified_point`: the zero of ∇L next to a guess, enclosed.
* `enclosed_eigenvalues`: of a symmetric matrix of balls.

## Implementation notes
The eigenvectors Q are those of the middle in high precision, not proved; Q⁻¹HQ, in balls, has the eigenvalues
of H, and Gershgorin's discs of it are narrow. Where discs overlap, k of them hold k eigenvalues.

## References
* Moore2009, chapter 8: Krawczyk's test.
"""

from collections.abc import Sequence

import flint
import mpmath

from numerics.terrain.terrain import Balls, Terrain

BITS = 256
RADII = (200, 150, 100, 60, 40)
"""−log₂ of the relative radii that are tried."""
POLISHING = 9
"""Newton steps; each doubles the digits, so 7 are enough from a double that is nearly right."""


def certified_point(terrain: Terrain, guess: Sequence[float]) -> Balls | None:
    """The critical point next to `guess`, proved to be there; None if that is not shown."""
    with flint.ctx.workprec(BITS):
        middle = _polished(terrain, tuple(flint.arb(float(g)) for g in guess))
        if middle is None or any(
            abs(m - g) > 1e-4 * (1 + abs(g)) for m, g in zip(middle, guess, strict=True)
        ):
            return None
        boxes = (_proved(terrain, middle, flint.arb(2) ** -bits) for bits in RADII)
        return next((box for box in boxes if box is not None), None)


def _polished(terrain: Terrain, at: Balls) -> Balls | None:
    """Newton steps without proof; None if they break down."""
    for _ in range(POLISHING):
        try:
            step = terrain.enclosed_hessian(at).mid().solve(terrain.enclosed_gradient(at).mid())
        except (ZeroDivisionError, ValueError):
            return None
        at = tuple((c - step[i, 0]).mid() for i, c in enumerate(at))
        if not all(c.is_finite() for c in at):
            return None
    return at


def _proved(terrain: Terrain, middle: Balls, radius: flint.arb) -> Balls | None:
    """K(X) for the box of relative `radius` around `middle`, if it lies inside X."""
    away = [flint.arb(0, ((1 + abs(c)) * radius).upper()) for c in middle]
    box = tuple(c + r for c, r in zip(middle, away, strict=True))
    try:
        inverse = terrain.enclosed_hessian(middle).mid().inv().mid()
    except ZeroDivisionError:
        return None
    step = inverse * terrain.enclosed_gradient(middle)
    slack = flint.arb_mat.__sub__(_identity(len(middle)), inverse * terrain.enclosed_hessian(box))
    spread = slack * flint.arb_mat([[r] for r in away])
    image = tuple(c - step[i, 0] + spread[i, 0] for i, c in enumerate(middle))
    inside = all(x.contains_interior(k) for x, k in zip(box, image, strict=True))
    return image if inside else None


def _identity(d: int) -> flint.arb_mat:
    return flint.arb_mat([[int(i == j) for j in range(d)] for i in range(d)])


def enclosed_eigenvalues(matrix: flint.arb_mat) -> list[flint.arb]:
    """The eigenvalues of a symmetric matrix of balls, ascending, each enclosed.

    Raises:
        ValueError: if the matrix is not finite.
    """
    if not all(entry.is_finite() for entry in matrix.entries()):
        raise ValueError("the eigenvalues of a matrix that is not finite are wanted")
    with flint.ctx.workprec(BITS):
        frame = _eigenvectors(matrix)
        turned = frame.inv() * matrix * frame
        size = range(matrix.nrows())
        discs = [
            turned[i, i]
            + sum((flint.arb(0, abs(turned[i, j]).upper()) for j in size if j != i), flint.arb(0))
            for i in size
        ]
        return _sorted(discs)


def _sorted(discs: list[flint.arb]) -> list[flint.arb]:
    """In ascending order; discs that overlap are replaced by their hull."""
    found: list[tuple[flint.arb, int]] = []
    for disc in sorted(discs, key=lambda ball: float(ball.mid())):
        count = 1
        while found and found[-1][0].overlaps(disc):
            hull, several = found.pop()
            disc, count = disc.union(hull), count + several
        found.append((disc, count))
    return [hull for hull, count in found for _ in range(count)]


def _eigenvectors(matrix: flint.arb_mat) -> flint.arb_mat:
    """About orthogonal columns that nearly diagonalise the middle of `matrix`."""
    size = matrix.nrows()
    with mpmath.workprec(BITS):
        rows = [[_number(matrix[i, j]) for j in range(size)] for i in range(size)]
        vectors = mpmath.eigsy(mpmath.matrix(rows))[1]
        return flint.arb_mat([[_ball(vectors[i, j]) for j in range(size)] for i in range(size)])


def _number(ball: flint.arb) -> mpmath.mpf:
    mantissa, exponent = ball.mid().man_exp()
    return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))


def _ball(number: mpmath.mpf) -> flint.arb:
    mantissa, exponent = mpmath.frexp(number)
    scaled = int(mpmath.ldexp(mantissa, BITS))
    return flint.arb(scaled) * flint.arb(2) ** (int(exponent) - BITS)
