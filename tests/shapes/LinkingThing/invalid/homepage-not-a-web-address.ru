# expect: psgsh:LinkingThing-homepage sh:PatternConstraintComponent
# The value of “home page” is a script instead of a web address.
DELETE WHERE { <id/output/example> foaf:homepage ?value } ;
INSERT DATA { <id/output/example> foaf:homepage <javascript:alert(1)> }
