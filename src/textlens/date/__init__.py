"""Dating: which paragraphs the document itself places in time."""
