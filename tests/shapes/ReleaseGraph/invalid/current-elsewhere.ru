# expect: psgsh:ReleaseGraph sh:SPARQLConstraintComponent
# The current release has another graph than its catalogue.
DELETE DATA { <id/release/example-new> psg:graph <graph/example/services> } ;
INSERT DATA { <id/release/example-new> psg:graph <graph/example/services/1-1-0> }
