"""The columns users see, and frames made of them."""
