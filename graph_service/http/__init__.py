"""The web: each module with a ``router`` is a family of paths, found by the application."""
