"""Numbers with bounds: ball arithmetic, quadrature, simulation."""
