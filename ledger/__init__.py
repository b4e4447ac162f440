"""What the paper says, and the judge."""
