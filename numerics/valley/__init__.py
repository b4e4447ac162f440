"""Escape along a valley: spectral accuracy in the plane, at every barrier, with certificates."""
