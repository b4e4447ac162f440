"""The findings of Section 3, tested.

All rules were fixed before the run. The paper reads Figure 3 at epochs 150 to 180 of 180 and Figure 5 at
epochs 1 to 25 and 150 to 200 of 200; here the same shares of the run are taken, since epochs of 1280 and of
60 000 images do not compare. A norm is called different if it differs by a quarter, ln 1.25 on the natural
logarithm; the arms are those of `nn_experiments.protocol`.

## Main statements
* `equal_ratios_give_equal_norms`, `equal_ratios_give_equal_norms_under_equal_normalisation`.
* `larger_ratios_flatten_faster_per_epoch`.
* `one_epoch_takes_time_in_proportion_to_the_ratio`, `flatness_at_equal_epochs_comes_from_time`.
* `smaller_ratio_has_the_smaller_test_loss_late`.

## Implementation notes
The run, and with it PyTorch, is imported when it is wanted, so that the ledger can be listed without.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ledger.bound import Bound
from ledger.model import Check, Setting
from nn_experiments import figures
from nn_experiments.contrasts import When, difference, related, window
from nn_experiments.curves import Run, halves
from nn_experiments.protocol import COLD, DIGITS, GHOST, HOT, STILL, TWIN, Arm

LN_QUARTER = Fraction("0.2231")  # ln 1.25 = 0.22314…
