"""Protocols as JSON data and back.

## Main definitions
* `told_of_protocol`, `told_of_arm`: everything that decides the numbers of a run, or of an arm.
* `protocol_from`: the way back.
"""

from collections.abc import Mapping
from dataclasses import asdict, fields
from fractions import Fraction
from typing import Any

from nn_experiments.training.protocol import Arm, Protocol

LISTS = ("widths", "checkpoints")


def told_of_arm(arm: Arm) -> dict[str, Any]:
    """All fields of an arm, the learning rate as exact text."""
    return {**asdict(arm), "rate": str(arm.rate)}


def told_of_protocol(protocol: Protocol) -> dict[str, Any]:
    """All fields of a protocol but its arms, as JSON data."""
    told = {field.name: getattr(protocol, field.name) for field in fields(protocol) if field.name != "arms"}
    return told | {name: list(told[name]) for name in LISTS}


def protocol_from(told: Mapping[str, Any]) -> Protocol:
    """The protocol that `told_of_protocol` told of, with its arms, told one by one, under "arms".

    A TypeError, LookupError, ArithmeticError or ValueError says that it is none.
    """
    arms = tuple(Arm(**{**arm, "rate": Fraction(arm["rate"])}) for arm in told["arms"])
    return Protocol(**{**told, **{name: tuple(told[name]) for name in LISTS}, "arms": arms})
