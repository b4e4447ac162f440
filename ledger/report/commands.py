"""The commands that repeat the checks of a claim."""

import shlex


def commands(claim: str) -> list[str]:
    """From either door, for a claim's id, quoted for a shell.

    >>> commands("thm-2.2-core")[0]
    'sgd-theorems verify thm-2.2-core'
    """
    test = f"tests/test_claims.py::test_claim[{claim}]"
    return [f"sgd-theorems verify {shlex.quote(claim)}", f"pytest {shlex.quote(test)}"]
