"""What an answer costs, over digits, barrier, cells, dimension; `python -m numerics.costs` draws it."""
