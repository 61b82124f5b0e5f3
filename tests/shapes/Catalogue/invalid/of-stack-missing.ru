# expect: psgsh:Catalogue-ofStack sh:MinCountConstraintComponent
# The catalogue names no stack.
DELETE WHERE { <id/catalogue/example> psg:ofStack ?value }
