"""Boundary-value problems in the plane: mean times, probabilities, modes and densities."""
