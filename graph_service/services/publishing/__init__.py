"""Ways out: descriptions of what is held here, in the vocabularies that others look for."""
