"""Reading: from a path, frame or string to decoded text."""
