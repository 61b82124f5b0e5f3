# expect: psgsh:Release-graph sh:PatternConstraintComponent
# The value of “graph” is a script instead of a web address.
DELETE WHERE { <id/release/example> psg:graph ?value } ;
INSERT DATA { <id/release/example> psg:graph <javascript:alert(1)> }
