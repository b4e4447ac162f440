"""The roof: one command, `sgd-theorems`, for people who want answers.

Results go to stdout, progress to stderr. Exit status: 0 as expected, 1 a verdict differs, 2 bad input,
130 interrupted, 141 nobody reads stdout any more. The rest of the suite is imported inside the commands, so
that `--help` is quick.
"""

from ledger.cli.group import main

__all__ = ["main"]
