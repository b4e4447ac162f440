"""The group of all commands."""

import click

from ledger.cli.claims import claims
from ledger.cli.escape import escape
from ledger.cli.report import report
from ledger.cli.stationary import stationary
from ledger.cli.train import train
from ledger.cli.verify import verify


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sgd-theorems")
def main() -> None:
    """Judge every claim of a paper on large-batch SGD by machine; ask how long SGD stays in a minimum."""


for command in (verify, claims, report, escape, stationary, train):
    main.add_command(command)
