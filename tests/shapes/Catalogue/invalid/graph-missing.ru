# expect: psgsh:Catalogue-graph sh:MinCountConstraintComponent
# The catalogue has no graph.
DELETE WHERE { <id/catalogue/example> psg:graph ?value }
