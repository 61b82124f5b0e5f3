# expect: psgsh:LinkingThing-homepage sh:NodeKindConstraintComponent
# The value of “home page” is text instead of an address.
DELETE WHERE { <id/output/example> foaf:homepage ?value } ;
INSERT DATA { <id/output/example> foaf:homepage "https://example.org/first" }
