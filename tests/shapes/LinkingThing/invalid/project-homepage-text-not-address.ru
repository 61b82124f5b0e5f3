# expect: psgsh:LinkingThing-projectHomepage sh:NodeKindConstraintComponent
# The value of “home page” is text instead of an address.
DELETE WHERE { <id/output/example> doap:homepage ?value } ;
INSERT DATA { <id/output/example> doap:homepage "https://example.org/first" }
