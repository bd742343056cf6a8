"""Saving results to a folder and loading them again."""
