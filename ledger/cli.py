"""The roof: one command, `sgd-theorems`, for people who want answers.

Results go to stdout, progress to stderr. Exit status: 0 as expected, 1 a verdict differs, 2 bad input,
130 interrupted. The rest of the suite is imported inside the commands, so that `--help` is quick.
"""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from ledger import load
from ledger.model import DEFAULT_SEED, Setting

Command = Callable[..., None]


def answers_in_one_sentence(command: Command) -> Command:
    """Turn the errors of bad input into one sentence on stderr and exit status 2."""

    @wraps(command)
    def careful(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (ValueError, TypeError, OSError, NotImplementedError) as error:
            raise click.UsageError(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Interrupted; the same command goes on from what is finished.", err=True)
            sys.exit(130)

    return careful


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sgd-theorems")
def main() -> None:
    """Judge every claim of a paper on large-batch SGD by machine; ask how long SGD stays in a minimum."""


@main.command()
@click.argument("patterns", metavar="[ID|PATTERN]...", nargs=-1)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder of the report.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Number of processes.")
@click.option("--slow", is_flag=True, help="Run the slow checks, too.")
@click.option(
    "--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Of all random draws."
)
@click.option("--data", type=click.Path(exists=True, file_okay=False), help="Folder with the MNIST files.")
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
    """Run the checks of all claims, or of those that match, and judge.

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


@main.command()
@click.argument("patterns", metavar="[ID|PATTERN]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
@answers_in_one_sentence
def claims(patterns: tuple[str, ...], as_json: bool) -> None:
    """List the claims: id, where, nature, expected verdict, checks."""
    rows = load.selected(load.claims(), patterns)
    listed = [
        {"id": c.id, "where": c.where, "nature": c.nature, "expect": c.expect, "checks": c.checks}
        for c in (row.claim for row in rows)
    ]
    if as_json:
        click.echo(json.dumps(listed, indent=1))
    else:
        width = max(len(row["id"]) for row in listed)
        click.echo("\n".join(f"{row['id']:{width}}  {row['expect']:19}  {row['where']}" for row in listed))


@main.command()
@click.argument("evidence", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; default: that of EVIDENCE."
)
@answers_in_one_sentence
def report(evidence: Path, out: Path | None) -> None:
    """Write the report (HTML, Markdown, JSON) of an EVIDENCE file."""
    from ledger import report, store

    content = store.evidence_file(evidence)
    click.echo("\n".join(map(str, report.write(content, out or evidence.parent))))
