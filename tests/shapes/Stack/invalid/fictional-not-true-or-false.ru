# expect: psgsh:Stack-fictional sh:DatatypeConstraintComponent
# The value of “fictional” is neither true nor false.
DELETE WHERE { <id/stack/example> psg:fictional ?value } ;
INSERT DATA { <id/stack/example> psg:fictional "yes" }
