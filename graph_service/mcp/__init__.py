"""For language models: a server of the Model Context Protocol before a running service, which it asks by the client."""
