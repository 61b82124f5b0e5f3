# expect: psgsh:Channel-page sh:NodeKindConstraintComponent
# The value of “page” is text instead of an address.
INSERT DATA { <id/channel/example> foaf:page "https://example.org/first" }
