"""What Section 3 reports, tested on the runs and on the records."""
