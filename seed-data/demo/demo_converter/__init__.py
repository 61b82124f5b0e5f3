"""Turns the hand-made tables of the fictional Republic of Examplia into RDF graphs."""
