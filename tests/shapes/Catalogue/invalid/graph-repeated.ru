# expect: psgsh:Catalogue-graph sh:MaxCountConstraintComponent
# The catalogue has two values of “graph”.
INSERT DATA { <id/catalogue/example> psg:graph <graph/example/other> }
