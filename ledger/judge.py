"""From evidence to verdict. The ledger only pins the verdict that is expected."""

from collections.abc import Sequence

from ledger.model import Evidence, Of, Verdict
from ledger.outcome import Outcome


def judge(evidence: Sequence[Evidence]) -> Verdict:
    """What all the evidence on one claim says.

    Evidence on the paper's own statement decides between HOLDS and not; if it does not hold, evidence
    on the corrected statement decides between CORRECTED and FAILS. Evidence that is vague, has no teeth
    or points both ways leaves the claim UNDECIDED. Evidence that stands beside decides nothing.
    """
    evidence = [e for e in evidence if e.of is not Of.BESIDE]
    paper, corrected = ({e.outcome for e in evidence if e.of is of} for of in (Of.PAPER, Of.CORRECTED))
    if Outcome.INCONCLUSIVE in paper | corrected or not all(e.has_teeth for e in evidence):
        return Verdict.UNDECIDED
    if paper == {Outcome.SUPPORTS} and Outcome.REFUTES not in corrected:
        return Verdict.HOLDS
    if paper == {Outcome.REFUTES}:
        return Verdict.CORRECTED if corrected == {Outcome.SUPPORTS} else Verdict.FAILS
    return Verdict.UNDECIDED
