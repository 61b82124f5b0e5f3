# expect: psgsh:Release-graph sh:MaxCountConstraintComponent
# The release has two values of “graph”.
INSERT DATA { <id/release/example> psg:graph <graph/first/services/1-0-1> }
