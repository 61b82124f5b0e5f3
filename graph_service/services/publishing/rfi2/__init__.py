"""RFI-2 workbooks from the graph: filled, so that reading them gives the same graph again, or empty."""
