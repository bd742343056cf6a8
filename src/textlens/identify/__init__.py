"""Identification: the language and script of each sentence."""
