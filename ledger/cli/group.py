"""The group of all commands."""

import click

from ledger.cli.claims import claims
from ledger.cli.curvature import curvature
from ledger.cli.escape import escape
from ledger.cli.examples import EXAMPLES, GISTS, epilogue
from ledger.cli.explore import explore
from ledger.cli.manners import mend_streams
from ledger.cli.report import report
from ledger.cli.stationary import stationary
from ledger.cli.train import train
from ledger.cli.verify import verify

WIDTH = 100  # columns of help, if the terminal has them
COMPLETION = """\b
Completion in bash (or zsh, fish):
eval "$(_SGD_THEOREMS_COMPLETE=bash_source sgd-theorems)\""""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH}, epilog=COMPLETION
)
@click.version_option(package_name="sgd-theorems")
def main() -> None:
    """Judge every claim of a paper on large-batch SGD by machine; ask how long SGD stays in a minimum."""
    mend_streams()


for command in (verify, claims, report, escape, stationary, explore, train, curvature):
    name = str(command.name)
    command.short_help = GISTS[name]
    if name in EXAMPLES:
        command.epilog = epilogue(EXAMPLES[name])
    main.add_command(command)
