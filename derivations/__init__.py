"""Exact mathematics in SymPy: true for all values of the symbols."""
