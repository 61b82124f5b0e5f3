"""A copy of the default graph in columns, from which named queries over much data are answered."""
