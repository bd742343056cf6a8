"""Show what was measured: plots, terminal tables, notebook HTML, progress bars."""
