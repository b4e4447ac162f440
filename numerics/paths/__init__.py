"""Paths of SGD and of its diffusion, simulated as fast as the machine can draw normals."""
