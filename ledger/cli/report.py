"""`sgd-theorems report`: the report of an evidence file, again."""

from pathlib import Path
from reprlib import repr as shortened

import click

from ledger.cli.manners import answers_in_one_sentence


@click.command()
@click.argument("evidence", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; default: EVIDENCE's.")
@answers_in_one_sentence
def report(evidence: Path, out: Path | None) -> None:
    """Write the report (HTML, Markdown, JSON) of an EVIDENCE file."""
    click.echo("\n".join(map(str, _written(evidence, out or evidence.parent))))


def _written(evidence: Path, folder: Path) -> list[Path]:
    """The files of the report; nothing is written before all of it is rendered.

    Raises:
        ValueError: if the evidence is damaged.
    """
    from ledger.report import BROKEN, write
    from ledger.store import evidence_file

    content = evidence_file(evidence)
    try:
        return write(content, folder)
    except BROKEN as error:
        what = shortened(f"{type(error).__name__}: {error}")
        raise ValueError(f"{evidence}: not an evidence file, it is damaged ({what})") from error
