"""Evaluation: how close scorers come to readers, on gold anyone can read."""
