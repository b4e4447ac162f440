"""`sgd-theorems report`: the report of an evidence file, again."""

from pathlib import Path

import click

from ledger.cli.manners import answers_in_one_sentence


@click.command()
@click.argument("evidence", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; default: EVIDENCE's.")
@answers_in_one_sentence
def report(evidence: Path, out: Path | None) -> None:
    """Write the report (HTML, Markdown, JSON) of an EVIDENCE file."""
    from ledger.report import write
    from ledger.store import evidence_file

    written = write(evidence_file(evidence), out or evidence.parent)
    click.echo("\n".join(map(str, written)))
