"""The emotional arc across a document."""
