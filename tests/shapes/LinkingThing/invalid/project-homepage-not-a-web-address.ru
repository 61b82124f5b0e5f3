# expect: psgsh:LinkingThing-projectHomepage sh:PatternConstraintComponent
# The value of “home page” is a script instead of a web address.
DELETE WHERE { <id/output/example> doap:homepage ?value } ;
INSERT DATA { <id/output/example> doap:homepage <javascript:alert(1)> }
