"""The landscapes from which a reader of the interactive page chooses.

## Main definitions
* `Landscape`: a loss on the line with a way through it.      * `MENU`: those of the page.
* `typed`: the landscape that a user types.
"""

from dataclasses import dataclass
from functools import cached_property

from derivations.algebraic import order
from derivations.parse import parse
from derivations.potential import Potential
from numerics.quadrature import Exact, exact_number


@dataclass(frozen=True)
class Landscape:
    """A loss, typed as `formula`, and the way from `start` to `target` in it.

    Attributes:
        name: for addresses, in small letters.
        title: for readers.
        formula: as the command line takes it.
        start: where the process starts, exact, as the command line takes it.
        target: the level that is to be reached.
        lesson: what there is to see.
    """

    name: str
    title: str
    formula: str
    start: str
    target: str
    lesson: str

    @cached_property
    def potential(self) -> Potential:
        """The loss."""
        return parse(self.formula)

    @property
    def ends(self) -> tuple[float, float]:
        """Start and target."""
        return float(exact_number(self.start, "start")), float(exact_number(self.target, "target"))


def typed(formula: str, start: Exact, target: Exact) -> Landscape:
    """The landscape of a formula in one coordinate.

    Raises:
        ValueError: if the formula cannot be read, has several coordinates, or leads from a place to itself.
    """
    found = Landscape("yours", "Your loss", formula.strip(), str(start), str(target), "")
    if (count := len(found.potential.coords)) != 1:
        raise ValueError(f"{found.formula}: it has {count} coordinates, the page is for losses of one")
    if order(exact_number(start, "start"), exact_number(target, "target")) == 0:
        raise ValueError(f"start={start}, target={target}: they have to differ")
    return found


MENU = (
    Landscape(
        "double-well",
        "Double well",
        "(w**2-1)**2/4",
        "-1",
        "1",
        "Two equal wells. The formula is too small by the factor 1 + 3ε/2 + …, and the relaxation "
        "takes half as long as an escape, as either well is left.",
    ),
    Landscape(
        "tilted",
        "Tilted double well",
        "(w**2-1)**2/4+w/20",
        "0.974",
        "-1.0241",
        "The way leads down. In the long run the depths decide where SGD is, not the curvatures.",
    ),
    Landscape(
        "sharp-and-flat",
        "Sharp and flat, equally deep",
        "w**2*(w-1)**2*(1+8*w**2)",
        "1",
        "0",
        "The minimum at 1 is nine times as curved as that at 0. By (2.7) the flat one has three "
        "quarters of the mass for every η; here is from which η on that is so, and for how long SGD "
        "stays with the sharp one.",
    ),
    Landscape(
        "example-1",
        "Three minima (Example 1)",
        "w**2*(w-1)**2*(w-5/2)**2",
        "0",
        "1",
        "The loss behind Figure 6. SGD soon passes between the first two minima; but it takes very "
        "long until the third one has its share, so that (2.7) is out of reach.",
    ),
    Landscape(
        "three-in-a-row",
        "Three wells in a row",
        "w**2*(w**2-1)**2",
        "-1",
        "1",
        "Two gates of one height, one behind the other, and a well between them: Theorem 2.2 is for "
        "one gate.",
    ),
    Landscape(
        "flat-gate",
        "A flat gate",
        "w**6/6-w**4/4",
        "-1",
        "1",
        "At the gate the curvature is 0, and the formula of Theorem 2.2 gives an infinite time; the "
        "law of a quartic gate is right.",
    ),
    Landscape(
        "deeper-well-aside",
        "A deeper well aside",
        "w**6/6+11*w**5/50-497*w**4/400-817*w**3/1000+5967*w**2/2500",
        "0",
        "1.7",
        "Behind the start lies a well that is deeper than all. A few paths fall into it first and "
        "stay for so long that they make up the mean, which is not what a typical path takes.",
    ),
)
"""In the order of the menu."""
