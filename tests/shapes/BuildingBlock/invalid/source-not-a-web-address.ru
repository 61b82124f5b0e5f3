# expect: psgsh:BuildingBlock-source sh:PatternConstraintComponent
# The value of “source” is a script instead of a web address.
DELETE WHERE { <id/building-block/example> dct:source ?value } ;
INSERT DATA { <id/building-block/example> dct:source <javascript:alert(1)> }
