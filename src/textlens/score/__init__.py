"""Scoring: from sentences to sentiment in -1..1."""
