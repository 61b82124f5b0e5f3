# expect: psgsh:LinkingThing-page sh:NodeKindConstraintComponent
# The value of “page” is text instead of an address.
DELETE WHERE { <id/output/example> foaf:page ?value } ;
INSERT DATA { <id/output/example> foaf:page "https://example.org/first" }
