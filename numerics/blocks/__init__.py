"""Long simulations in blocks: anywhere, in any order, kept when they are done, with one result."""
