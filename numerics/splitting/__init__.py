"""Escapes too rare to see, by adaptive multilevel splitting."""
