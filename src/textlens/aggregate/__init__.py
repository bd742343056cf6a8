"""Aggregation: from sentences to paragraphs, sections, months and documents."""
