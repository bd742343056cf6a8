"""Readers: what turns the bytes of one file into a document. One small module a format, each with ``read(file) -> Document``."""
