# expect: psgsh:DescribedThing-description sh:DatatypeConstraintComponent
# The description does not say in which language it is.
DELETE WHERE { <id/dependency/example> dct:description ?text } ;
INSERT DATA { <id/dependency/example> dct:description "It needs the register." }
