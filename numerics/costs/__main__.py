"""`python -m numerics.costs [NAME ...]` measures and draws the pictures named, or all.

Several threads of BLAS would wait for each other, and their waiting counts as work: there is one.
"""

import os
import sys


def main() -> None:
    """Draws."""
    for library in ("OPENBLAS", "OMP", "MKL"):  # read when numpy is imported
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    from numerics.costs.pictures import PICTURES
    from numerics.pictures.costs import drawn

    for wanted in sys.argv[1:] or PICTURES:
        print(drawn(wanted), flush=True)


if __name__ == "__main__":
    main()
