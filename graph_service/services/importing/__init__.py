"""Ways in: what is read, and how it becomes a committed change."""
