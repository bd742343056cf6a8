"""The trained model: what it reads, its layers in numpy, and the scorers made of it."""
