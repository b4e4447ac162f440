"""The commands that repeat the checks of a claim."""

import shlex


def commands(claim: str, ledger: str = "") -> list[str]:
    """For a claim's id, quoted for a shell: from either door, or from the one that a ledger of one's own has.

    >>> commands("thm-2.2-core")[0]
    'sgd-theorems verify thm-2.2-core'
    >>> commands("arrhenius", "my papers/kramers")
    ["sgd-theorems verify --ledger 'my papers/kramers' arrhenius"]
    """
    if ledger:
        return [f"sgd-theorems verify --ledger {shlex.quote(ledger)} {shlex.quote(claim)}"]
    test = f"tests/test_claims.py::test_claim[{claim}]"
    return [f"sgd-theorems verify {shlex.quote(claim)}", f"pytest {shlex.quote(test)}"]
