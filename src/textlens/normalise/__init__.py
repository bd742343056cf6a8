"""Normalisation: a Simplified shadow of the text whose offsets lead back to the original."""
