"""`sgd-theorems report`: the report of an evidence file, again."""

from pathlib import Path
from textwrap import shorten

import click

from ledger.cli.manners import answers_in_one_sentence


@click.command()
@click.argument("evidence", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; default: EVIDENCE's.")
@answers_in_one_sentence
def report(evidence: Path, out: Path | None) -> None:
    """Write the report (HTML, Markdown, JSON) of an EVIDENCE file."""
    from ledger.report import complaint

    written = _written(evidence, out or evidence.parent)
    click.echo("\n".join(map(str, written)))
    if told := complaint(written):
        click.echo(told, err=True)


def _written(evidence: Path, out: Path) -> list[Path]:
    """The files of the report.

    Raises:
        ValueError: if it is no evidence file; nothing is written then.
    """
    from ledger.report import write
    from ledger.store import evidence_file

    content = evidence_file(evidence)
    try:
        return write(content, out)
    except ValueError as error:
        raise ValueError(f"{evidence}: {shorten(str(error), 200)}") from error
