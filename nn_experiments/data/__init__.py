"""Images of handwritten digits: the small set that comes with the suite, and MNIST."""
