# expect: psgsh:Release-isVersionOf sh:ClassConstraintComponent
# The release names a catalogue that is not described anywhere.
DELETE WHERE { <id/release/example> dcat:isVersionOf ?value } ;
INSERT DATA { <id/release/example> dcat:isVersionOf <id/catalogue/nowhere> }
