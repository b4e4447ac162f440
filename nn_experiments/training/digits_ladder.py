"""Where γ/M ceases to be all that counts: pairs of one ratio on the embedded digits.

(0.05, 64), (0.1, 128) … (0.8, 1024): normalised each by its own batch, and all by 64, so that only the step
grows; a larger batch than the data is no batch. And the pairs of the paper in nets without normalisation.

## Main definitions
* `digits_ladder`: the protocol, which a laptop runs in some minutes.
* `RUNGS`, `GHOSTS`, `PLAIN`: its arms.
"""

from dataclasses import replace
from fractions import Fraction

from nn_experiments.data.digits import digits
from nn_experiments.training import full_protocol
from nn_experiments.training.protocol import COLD, HOT, TWIN, Arm, Protocol

SMALLEST = 64  # images that are normalised together
RUNGS = tuple(Arm(Fraction(2**k, 20), SMALLEST * 2**k) for k in range(5))
GHOSTS = tuple(replace(arm, ghost=SMALLEST) for arm in RUNGS[1:])
PLAIN = tuple(replace(arm, normalised=False) for arm in (COLD, HOT, TWIN))
EPOCHS = 800


def digits_ladder(width: int | None = None, *, seeds: int = 10, epochs: int = EPOCHS) -> Protocol:
    """The ladder and the nets without normalisation; an epoch is 1024 of the 1437 images, drawn anew."""
    arms = tuple(replace(arm, replicas=seeds) for arm in (*RUNGS, *GHOSTS, *PLAIN))
    return full_protocol.own(digits(), arms, epochs=epochs, width=width)
