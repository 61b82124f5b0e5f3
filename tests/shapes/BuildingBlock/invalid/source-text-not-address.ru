# expect: psgsh:BuildingBlock-source sh:NodeKindConstraintComponent
# The value of “source” is text instead of an address.
DELETE WHERE { <id/building-block/example> dct:source ?value } ;
INSERT DATA { <id/building-block/example> dct:source "https://example.org/first" }
