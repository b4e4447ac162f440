"""The temperature as the options of a command give it: --eta, or learning rate, batch size and noise."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derivations.potential import Potential


def temperature(
    potential: "Potential",
    eta: Fraction | None,
    learning_rate: Fraction | None,
    batch_size: int | None,
    beta: str | None,
) -> dict[str, Any]:
    """`eta`, or `eps0` and `noise`, as functions that answer questions take them.

    `beta` is a number or a formula in the coordinates of the potential.

    Raises:
        ValueError: if both ways are used, or neither is complete, or a number is not positive.
    """
    from derivations.parse import parse

    given = [value is not None for value in (learning_rate, batch_size, beta)]
    if (eta is not None) == any(given) or (any(given) and not all(given)):
        raise ValueError("give either --eta, or --learning-rate, --batch-size and --beta together")
    for name, value in (("--eta", eta), ("--learning-rate", learning_rate)):
        if value is not None and value <= 0:
            raise ValueError(f"{name}={value}: a positive number is wanted")
    if learning_rate is None or batch_size is None or beta is None:
        return {"eta": eta}
    noise = parse(beta, [str(c) for c in potential.coords]).expr
    return {"eps0": learning_rate / (2 * batch_size), "noise": noise}
