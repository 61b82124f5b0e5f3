# expect: psgsh:Release-graph sh:MinCountConstraintComponent
# The release has no graph.
DELETE WHERE { <id/release/example> psg:graph ?value }
