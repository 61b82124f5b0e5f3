# expect: psgsh:Catalogue-graph sh:PatternConstraintComponent
# expect: psgsh:ReleaseGraph sh:SPARQLConstraintComponent
# The value of “graph” is a script instead of a web address. The current release is therefore in another graph than its catalogue.
DELETE WHERE { <id/catalogue/example> psg:graph ?value } ;
INSERT DATA { <id/catalogue/example> psg:graph <javascript:alert(1)> }
