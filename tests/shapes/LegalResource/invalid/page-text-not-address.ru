# expect: psgsh:LegalResource-page sh:NodeKindConstraintComponent
# The value of “page” is text instead of an address.
INSERT DATA { <id/regulation/example> foaf:page "https://example.org/first" }
