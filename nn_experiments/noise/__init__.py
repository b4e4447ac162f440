"""What the gradients of single images say of the noise in SGD: its covariance, never as a matrix."""
