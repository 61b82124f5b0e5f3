"""Dumps: stacks, catalogues and releases as files to take away, the same bytes wherever they are made."""
