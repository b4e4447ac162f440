"""Tests of the ledgers of other papers."""
