# expect: psgsh:LinkingThing-license sh:PatternConstraintComponent
# The value of “licence” is a script instead of a web address.
DELETE WHERE { <id/output/example> dct:license ?value } ;
INSERT DATA { <id/output/example> dct:license <javascript:alert(1)> }
