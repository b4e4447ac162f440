"""What the interactive page knows: tables over the inverse temperature, computed by the suite."""
