"""The parts of the campaign that falsifies the code on purpose (tests/campaigns/code_mutation.py)."""
