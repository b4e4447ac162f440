"""What `make docs` needs beside Sphinx: pages made from the ledger and from docstrings, and mathematics."""
