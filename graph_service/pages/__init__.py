"""HTML pages: each module renders one kind of page from what the services give, and none knows the web."""
