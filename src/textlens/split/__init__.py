"""Splitting: from text to blocks, sections and sentences, by code-point offsets."""
