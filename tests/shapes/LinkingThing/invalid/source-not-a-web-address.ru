# expect: psgsh:LinkingThing-source sh:PatternConstraintComponent
# The value of “source” is a script instead of a web address.
DELETE WHERE { <id/output/example> dct:source ?value } ;
INSERT DATA { <id/output/example> dct:source <javascript:alert(1)> }
