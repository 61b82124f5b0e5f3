"""Terms, named queries, changes and reports: plain data without input or output."""
