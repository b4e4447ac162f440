"""`sgd-theorems verify`: run the checks, judge the claims, write the report."""

import sys
from pathlib import Path

import click

from ledger import load
from ledger.cli.manners import answers_in_one_sentence
from ledger.model import DEFAULT_SEED, Setting

FOLDER = click.Path(file_okay=False, path_type=Path)
DATA = click.Path(exists=True, file_okay=False)


@click.command()
@click.argument("patterns", metavar="[ID|PATTERN]...", nargs=-1)
@click.option("--out", type=FOLDER, help="Folder of the report.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--slow", is_flag=True, help="Run the slow checks, too.")
@click.option("--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Of all draws.")
@click.option("--data", type=DATA, help="Folder with the MNIST files; default: the embedded digits.")
@click.option("--json", "as_json", is_flag=True, help="Print the evidence as JSON.")
@answers_in_one_sentence
def verify(
    patterns: tuple[str, ...],
    out: Path | None,
    workers: int,
    slow: bool,
    seed: int,
    data: str | None,
    as_json: bool,
) -> None:
    """Run the checks of all claims, or of those that are named, and judge.

    An id means that claim, the beginning of ids or a pattern with * all that match.

    Without a pattern the report goes to the folder run, unless --out says otherwise; with one, nothing is
    written unless --out is given. An interrupted run goes on where it was.
    """
    from ledger import engine, files, report, store
    from ledger.progress import Progress
    from ledger.terminal import details, summary

    rows = load.selected(load.claims(), patterns)
    setting = Setting(seed=seed, data=data)
    folder = out or (None if patterns else Path("run"))
    journal = store.Journal(folder / "unfinished", setting) if folder else None
    with Progress(rows) as progress:
        evidence = engine.verify(
            rows, setting, workers=workers, slow=slow, journal=journal, progress=progress.finished
        )
    if folder and journal:
        files.write_atomically(folder / "evidence.json", files.as_json(evidence))
        written = [folder / "evidence.json", *report.write(evidence, folder)]
        journal.clear()
        click.echo("Wrote " + ", ".join(map(str, written)), err=True)
    click.echo(files.as_json(evidence).decode() if as_json else details(evidence) + summary(evidence))
    sys.exit(1 if engine.unexpected(evidence) else 0)
