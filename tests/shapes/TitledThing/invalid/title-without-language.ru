# expect: psgsh:TitledThing-title sh:DatatypeConstraintComponent
# The title does not say in which language it is.
DELETE WHERE { <id/output/example> dct:title ?title } ;
INSERT DATA { <id/output/example> dct:title "Example output" }
