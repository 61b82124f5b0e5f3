# expect: psgsh:Release-graph sh:NodeKindConstraintComponent
# The value of “graph” is text instead of an address.
DELETE WHERE { <id/release/example> psg:graph ?value } ;
INSERT DATA { <id/release/example> psg:graph "https://w3id.org/public-service-graph/graph/first/services/1-0-0" }
