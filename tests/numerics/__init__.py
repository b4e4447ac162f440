"""Tests, file for file as the code."""
