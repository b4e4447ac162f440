"""The batch-normalised perceptron of Section 3, many nets at once: the step of SGD, and Hessian products."""
