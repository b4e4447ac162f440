"""`--ledger` and `--allow`: another paper than the suite's.

## Main definitions
* `of_a_ledger`: gives a command both options, as `ledger` and `allow`.
"""

from pathlib import Path

import click

from ledger.cli.manners import Command


def of_a_ledger(command: Command) -> Command:
    """The command with the options that name a ledger and the packages that its checks may come from."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    allow = click.option("--allow", multiple=True, metavar="PACKAGE", help="Let the ledger run its checks.")
    named = click.option("--ledger", type=folder, help="Folder of a ledger of one's own; its code is run.")
    return named(allow(command))
