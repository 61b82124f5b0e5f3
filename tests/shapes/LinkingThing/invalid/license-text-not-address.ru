# expect: psgsh:LinkingThing-license sh:NodeKindConstraintComponent
# The value of “licence” is text instead of an address.
DELETE WHERE { <id/output/example> dct:license ?value } ;
INSERT DATA { <id/output/example> dct:license "https://example.org/first" }
