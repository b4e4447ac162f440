"""What long runs that test the suite itself have found, as records that lie with the suite."""
