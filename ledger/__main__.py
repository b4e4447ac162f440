"""`python -m ledger` is `sgd-theorems`."""

from ledger.cli import main

main(prog_name="sgd-theorems")
