"""Segmentation: from sentences to tokens with offsets."""
