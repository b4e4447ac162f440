"""How much would a check notice? Its true formula is falsified on purpose, by machine.

The controls of a check are wrong formulas that somebody thought of. Here the machine writes them: a factor 2,
a sign, a dropped term, an exponent, a square root, swapped symbols, swapped members. Each meets the same
measurement; what is not refuted shows where a check is blunt.

## Main definitions
* `discrimination`: what became of the mutants of a formula, and the smallest error of a number noticed.
* `mutants`: the wrong formulas.

## Implementation notes
SymPy objects are taken apart through their `func` and `args` alone, so the ledger does not import SymPy.
Numbers (Bounds) are not mutated one by one but scaled by 1 ± δ, or shifted by ± δ if they are 0.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, takewhile
from typing import Any

from ledger.bound import Bound, exact
from ledger.outcome import Outcome

MOST = 12  # mutants of one formula
FINEST = 12  # decimal places of the smallest error that is tried
Compare = Callable[[Any, Any], Outcome]
Mutant = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How many mutants were refuted, the names of those that were not, how many were no mutants at all.

    `notices` is the smallest error, a power of ten, that a number may have without being supported or left
    open: "0.01 relative"; it is empty if no number was predicted.
    """

    killed: int = 0
    survived: tuple[str, ...] = ()
    equivalent: int = 0
    notices: str = ""


def discrimination(measured: Any, formula: Any, compare: Compare) -> Discrimination:
    """What became of the mutants of `formula`, which is known to be supported by `measured`."""
    if _has_bound(formula):
        return Discrimination(notices=_smallest_error(measured, formula, compare))
    killed, survived, equivalent = 0, [], 0
    for name, mutant in mutants(formula):
        if _found(formula, mutant, compare) is Outcome.SUPPORTS:
            equivalent += 1
            continue
        match _found(measured, mutant, compare):
            case Outcome.REFUTES:
                killed += 1
            case Outcome.SUPPORTS | Outcome.INCONCLUSIVE:
                survived.append(name)
    return Discrimination(killed, tuple(survived), equivalent)


def _found(measured: Any, formula: Any, compare: Compare) -> Outcome | None:
    """What the comparison says; None if it cannot take such a formula at all."""
    try:
        return compare(measured, formula)
    except Exception:
        return None


def mutants(formula: Any) -> list[Mutant]:
    """At most `MOST` wrong formulas with their names, evenly chosen from all that can be made."""
    found = [(name, mutant) for name, mutant in _mutants(formula) if mutant != formula]
    step = max(1, -(-len(found) // MOST))
    return found[::step]


def _mutants(formula: Any) -> Iterator[Mutant]:
    match formula:
        case bool():
            yield "the contrary", not formula
        case int() | Fraction():
            yield from (("twice", 2 * formula), ("sign", -formula), ("one more", formula + 1))
        case str() | None:
            return
        case Mapping():
            for key, member in formula.items():
                for name, mutant in _mutants(member):
                    yield f"{key}: {name}", {**formula, key: mutant}
        case _ if hasattr(formula, "free_symbols"):
            yield from _symbolic(formula)
        case Sequence():
            yield from _of_sequence(formula)


def _of_sequence(formula: Sequence[Any]) -> Iterator[Mutant]:
    """A member mutated, or two neighbours swapped."""
    members = tuple(formula)
    for i, member in enumerate(members):
        for name, mutant in _mutants(member):
            yield f"member {i + 1}: {name}", (*members[:i], mutant, *members[i + 1 :])
    for i in range(len(members) - 1):
        swapped = (*members[:i], members[i + 1], members[i], *members[i + 2 :])
        yield f"members {i + 1} and {i + 2} swapped", swapped


def _symbolic(formula: Any) -> Iterator[Mutant]:
    """A SymPy object with a factor, sign, term, exponent or symbol changed."""
    if getattr(formula, "is_Boolean", False) or getattr(formula, "is_Relational", False):
        yield "the contrary", ~formula
        return
    if formula == 0:
        yield "1 in place of 0", formula + 1
        return
    if getattr(formula, "is_FiniteSet", False) or getattr(formula, "is_Interval", False):
        moved = (part if getattr(part, "is_Boolean", False) else part + 1 for part in formula.args)
        yield "moved by 1", formula.func(*moved)
        return
    yield "twice", 2 * formula
    yield "sign", -formula
    if getattr(formula, "is_Matrix", False):
        return
    for node in _nodes(formula):
        for name, changed in _changed(node):
            yield name, formula.xreplace({node: changed})
    symbols = sorted(formula.free_symbols, key=str)
    for a, b in combinations(symbols, 2):
        yield f"{a} and {b} swapped", formula.xreplace({a: b, b: a})


def _nodes(formula: Any) -> Iterator[Any]:
    yield formula
    for part in formula.args:
        yield from _nodes(part)


def _changed(node: Any) -> Iterator[Mutant]:
    """Sums lose a term or turn its sign, powers get another exponent."""
    if getattr(node, "is_Add", False):
        for term in node.args:
            yield f"without {term}", node - term
            yield f"sign of {term}", node - 2 * term
    if getattr(node, "is_Pow", False) and node.args[1].is_number:
        base, exponent = node.args
        yield f"exponent of {base} one more", base ** (exponent + 1)
        yield f"square root of {node}", base ** (exponent * Fraction(1, 2))
    if type(node).__name__ == "exp":
        yield f"twice the exponent {node.args[0]}", type(node)(2 * node.args[0])


def _has_bound(formula: Any) -> bool:
    match formula:
        case Bound():
            return True
        case Mapping():
            return any(map(_has_bound, formula.values()))
        case str():
            return False
        case Sequence():
            return any(map(_has_bound, formula))
    return False


def _wrong_by(formula: Any, error: Fraction) -> Any:
    """All numbers in `formula` wrong by the relative `error`; by the absolute one where a number is 0."""
    match formula:
        case Bound():
            if formula.low == formula.high == 0:
                return exact(error)
            return formula * exact(1 + error)
        case Mapping():
            return {key: _wrong_by(member, error) for key, member in formula.items()}
        case str():
            return formula
        case Sequence():
            return tuple(_wrong_by(member, error) for member in formula)
    return formula


def _smallest_error(measured: Any, formula: Any, compare: Compare) -> str:
    """The smallest error that is refuted, with all larger ones, in every direction in which 1/2 or 1 is.

    An inequality can be refuted in one direction only.
    """

    def refuted(error: Fraction) -> bool:
        return _found(measured, _wrong_by(formula, error), compare) is Outcome.REFUTES

    signs = [s for s in (1, -1) if refuted(Fraction(s, 2))]
    if not signs:
        return "no error below one half"
    errors = {k: [s * Fraction(1, 10**k) for s in signs] for k in range(1, FINEST + 1)}
    places = max(takewhile(lambda k: all(refuted(error) for error in errors[k]), errors), default=0)
    kind = "absolute" if isinstance(formula, Bound) and formula.low == formula.high == 0 else "relative"
    return f"{'0.' + '0' * (places - 1) + '1' if places else '0.5'} {kind}"
