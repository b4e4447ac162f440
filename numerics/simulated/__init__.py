"""What Theorem 2.2 and its neighbours say, met with simulated paths of SGD and of its diffusion."""
