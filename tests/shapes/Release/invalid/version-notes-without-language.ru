# expect: psgsh:Release-versionNotes sh:DatatypeConstraintComponent
# The value of “version notes” does not say in which language it is.
DELETE WHERE { <id/release/example> adms:versionNotes ?value } ;
INSERT DATA { <id/release/example> adms:versionNotes "Text without a language" }
