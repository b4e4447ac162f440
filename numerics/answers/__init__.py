"""Answers to a researcher: how long, how probable, how sure; as data for people and programs."""
