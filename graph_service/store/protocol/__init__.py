"""How a store on another machine is spoken to: the SPARQL 1.1 Protocol, and where engines differ."""
