# expect: psgsh:Catalogue-graph sh:NodeKindConstraintComponent
# expect: psgsh:ReleaseGraph sh:SPARQLConstraintComponent
# The value of “graph” is text instead of an address. The current release is therefore in another graph than its catalogue.
DELETE WHERE { <id/catalogue/example> psg:graph ?value } ;
INSERT DATA { <id/catalogue/example> psg:graph "https://w3id.org/public-service-graph/graph/example/services" }
