# expect: psgsh:Catalogue-ofStack sh:MaxCountConstraintComponent
# The catalogue names two things where one is allowed: “of stack”.
INSERT DATA { <id/catalogue/example> psg:ofStack <id/stack/second> }
