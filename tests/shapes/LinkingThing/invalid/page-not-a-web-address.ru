# expect: psgsh:LinkingThing-page sh:PatternConstraintComponent
# The value of “page” is a script instead of a web address.
DELETE WHERE { <id/output/example> foaf:page ?value } ;
INSERT DATA { <id/output/example> foaf:page <javascript:alert(1)> }
