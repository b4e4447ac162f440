"""Diffusions on the line: escape times, masses, gaps and evolution, enclosed wherever Arb can."""
