"""`sgd-theorems verify`: run the checks, judge the claims, write the report."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from ledger import load
from ledger.cli.completion import claim_ids
from ledger.cli.ledger_option import of_a_ledger
from ledger.cli.manners import answers_in_one_sentence
from ledger.model import DEFAULT_SEED, Setting

FOLDER = click.Path(file_okay=False, path_type=Path)
DATA = click.Path(exists=True, file_okay=False)


@click.command()
@click.argument("patterns", metavar="[ID|PATTERN]...", nargs=-1, shell_complete=claim_ids)
@of_a_ledger
@click.option("--out", type=FOLDER, help="Folder of the report.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--slow", is_flag=True, help="Run the slow checks, too.")
@click.option("--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Of all draws.")
@click.option("--data", type=DATA, help="Folder with the MNIST files; default: the embedded digits.")
@click.option("--json", "as_json", is_flag=True, help="Print the evidence as JSON.")
@answers_in_one_sentence
def verify(
    patterns: tuple[str, ...],
    ledger: Path | None,
    allow: tuple[str, ...],
    out: Path | None,
    workers: int,
    slow: bool,
    seed: int,
    data: str | None,
    as_json: bool,
) -> None:
    """Run the checks of all claims, or of those that are named, and judge.

    An id means that claim, the beginning of ids or a pattern with * all that match.

    Without a pattern the report goes to the folder run (run/ledgers/NAME for a ledger of one's own), unless
    --out says otherwise; with one, nothing is written unless --out is given. An interrupted run goes on where
    it was.
    """
    from ledger import engine, store
    from ledger.output import output_folder
    from ledger.terminal import details, summary

    about = load.ledger(ledger, allow)
    rows = load.selected(about.rows, patterns)
    setting = Setting(seed=seed, data=data)
    folder = out or (None if patterns else _usual_folder(about))
    with output_folder(folder) if folder else nullcontext():
        evidence = _judged(rows, setting, about, folder, workers=workers, slow=slow)
    click.echo(store.evidence_bytes(evidence).decode() if as_json else details(evidence) + summary(evidence))
    sys.exit(1 if engine.unexpected(evidence) else 0)


def _usual_folder(about: load.Ledger) -> Path:
    """Where the report goes if nothing is said: each ledger has a folder of its own."""
    own = about.catalogue.folder
    return Path("run") / "ledgers" / (own.name or "root") if own else Path("run")


def _judged(
    rows: tuple[load.Row, ...], setting: Setting, about: load.Ledger, folder: Path | None, **how: Any
) -> dict[str, Any]:
    """The evidence on the rows, written to the folder if there is one."""
    from ledger import engine, files, report, store
    from ledger.progress import Progress

    journal = store.Journal(folder / "unfinished", setting, about.catalogue) if folder else None
    with Progress(rows) as progress:
        evidence = engine.verify(
            rows, setting, ledger=about, journal=journal, progress=progress.finished, **how
        )
    if folder and journal:
        files.write_atomically(folder / "evidence.json", store.evidence_bytes(evidence))
        written = [folder / "evidence.json", *report.write(evidence, folder)]
        journal.clear()
        click.echo("Wrote " + ", ".join(map(str, written)), err=True)
        if told := report.complaint(written):
            click.echo(told, err=True)
    return evidence
