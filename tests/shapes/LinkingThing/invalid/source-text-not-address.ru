# expect: psgsh:LinkingThing-source sh:NodeKindConstraintComponent
# The value of “source” is text instead of an address.
DELETE WHERE { <id/output/example> dct:source ?value } ;
INSERT DATA { <id/output/example> dct:source "https://example.org/first" }
