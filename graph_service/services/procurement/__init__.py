"""What to procure first: inputs from the graph, the best schedule, simpler ones beside it, and reasons."""
