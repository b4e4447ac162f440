"""What the shell completes: click does commands and options, this the ids of the claims."""

import click
from click.shell_completion import CompletionItem


def claim_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The claims whose ids begin so, in the paper's order, each with where it stands."""
    from ledger import load
    from ledger.refusal import LedgerError

    try:
        rows = load.ledger(ctx.params.get("ledger"), ctx.params.get("allow") or ()).rows
    except LedgerError:
        return []
    found = [row.claim for row in rows if row.claim.id.startswith(incomplete)]
    return [CompletionItem(claim.id, help=claim.where) for claim in found]
