"""`sgd-theorems claims`: what there is."""

import json
from pathlib import Path

import click

from ledger import load
from ledger.cli.completion import claim_ids
from ledger.cli.ledger_option import of_a_ledger
from ledger.cli.manners import answers_in_one_sentence


@click.command()
@click.argument("patterns", metavar="[ID|PATTERN]...", nargs=-1, shell_complete=claim_ids)
@of_a_ledger
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@answers_in_one_sentence
def claims(patterns: tuple[str, ...], ledger: Path | None, allow: tuple[str, ...], as_json: bool) -> None:
    """List the claims: id, where, nature, expected verdict, checks."""
    rows = load.selected(load.ledger(ledger, allow).rows, patterns)
    listed = [
        {"id": c.id, "where": c.where, "nature": c.nature, "expect": c.expect, "checks": c.checks}
        for c in (row.claim for row in rows)
    ]
    if as_json:
        click.echo(json.dumps(listed, indent=1))
    else:
        width = max(len(row.claim.id) for row in rows)
        click.echo("\n".join(f"{row['id']:{width}}  {row['expect']:19}  {row['where']}" for row in listed))
