"""The interactive page: tables of the suite -> one self-contained HTML file."""
