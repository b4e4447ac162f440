"""`python -m numerics.splitting.high_dimensions` sees escapes at H/ε = 25 in up to 64 dimensions.

It takes some five minutes of one core. Rings of double wells with twice the coupling of the bifurcation, by
adaptive multilevel splitting, beside the Eyring–Kramers formula with its next orders and the bias of the
step. A single escape would take plain simulation 10¹³ steps.

## Main definitions
* `Case`: a ring and how many runs; `CASES`.      * `Seen`: what came out.      * `seen`: of a case.

## Implementation notes
Sizes, steps and the seed were written down before the run, after a trial with another seed that told what
a run costs.
"""

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from derivations.coupled_chain import chain_eyring_kramers, coupled_chain
from derivations.symbols import eta
from ledger.bound import Bound
from numerics.bounds import closed_form
from numerics.paths.model import Model
from numerics.paths.targets import Target
from numerics.splitting.chain_times import Ring, predicted_time
from numerics.splitting.coordinate import coordinate_towards
from numerics.splitting.escape import trusted
from numerics.splitting.estimate import Estimate
from numerics.splitting.splitting import Splitting

REPLICAS, SEED, HEIGHT = 100, 2018, 25


@dataclass(frozen=True)
class Case:
    """`size` wells at H/ε = 25, `runs` of 100 replicas."""

    size: int
    coupling: int
    dt: Fraction
    runs: int

    @property
    def ring(self) -> Ring:
        """The question; the barrier is size/4."""
        return Ring(self.size, Fraction(self.coupling), Fraction(4 * HEIGHT, self.size), self.dt)


CASES = (
    Case(16, 26, Fraction(1, 200), 1024),
    Case(32, 104, Fraction(1, 400), 512),
    Case(64, 415, Fraction(1, 1000), 256),
)


@dataclass(frozen=True)
class Seen:
    """The runs of a case, what is predicted of them, and the leading term."""

    case: Case
    estimate: Estimate
    predicted: Bound
    leading: Bound

    @property
    def deviation(self) -> float:
        """Standard errors between the time seen and the nearest end of what is predicted; 0 inside."""
        low, high = float(self.predicted.low), float(self.predicted.high)
        off = max(low - self.estimate.time, self.estimate.time - high, 0.0)
        return off / (self.estimate.relative_error * self.estimate.time)

    @property
    def row(self) -> str:
        """A line for a table: d, runs, steps; time seen and predicted over the leading term."""
        scale, error = float(self.leading.middle), self.estimate.relative_error
        time, middle = self.estimate.time / scale, float(self.predicted.middle) / scale
        case, steps = self.case, self.estimate.runs.steps
        return (
            f"| {case.size} | {case.coupling} | {self.estimate.count} | {steps:.1e} | {scale:.3e}"
            f" | {time:.3f} ± {time * error:.3f}"
            f" | {middle:.3f} ± {float(self.predicted.radius) / scale:.3f} |"
        )


def seen(case: Case, runs: int | None = None) -> Seen:
    """The escape simulated, with fewer `runs` if asked for.

    ValueError is raised if they cannot be trusted.
    """
    ring, size = case.ring, case.size
    potential = coupled_chain(size, sp.Integer(case.coupling))
    model = Model(potential, sp.Integer(1), 1 / ring.eta, case.dt)
    target = Target(model, (-1,) * size, (1,) * size, 1)
    splitting = Splitting(target, coordinate_towards(target), REPLICAS, SEED)
    found = trusted(splitting.block(0, runs or case.runs))
    formula = chain_eyring_kramers(size, sp.Integer(case.coupling)).subs(eta, sp.Rational(ring.eta))
    return Seen(case, found, predicted_time(ring), closed_form(formula))


if __name__ == "__main__":
    print("| d | coupling | runs | steps | leading term | seen over it | predicted over it |")
    for each in CASES:
        print(seen(each).row, flush=True)
