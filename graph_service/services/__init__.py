"""What the product does: each module answers one kind of request, and none of them knows the web."""
