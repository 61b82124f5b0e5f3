"""The gate for changes: which resources a change can affect, and what the shapes say of those alone."""
