"""Training by a protocol fixed before: measured on the way, resumed after any death, kept as a record."""
