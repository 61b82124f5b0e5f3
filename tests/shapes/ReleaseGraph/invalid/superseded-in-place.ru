# expect: psgsh:ReleaseGraph sh:SPARQLConstraintComponent
# The superseded release has the graph of its catalogue.
DELETE DATA { <id/release/example-old> psg:graph <graph/example/services/1-0-0> } ;
INSERT DATA { <id/release/example-old> psg:graph <graph/example/services> }
