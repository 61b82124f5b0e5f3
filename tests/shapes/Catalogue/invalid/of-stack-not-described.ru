# expect: psgsh:Catalogue-ofStack sh:ClassConstraintComponent
# The catalogue names a stack that is not described anywhere.
DELETE WHERE { <id/catalogue/example> psg:ofStack ?value } ;
INSERT DATA { <id/catalogue/example> psg:ofStack <id/stack/nowhere> }
