# expect: psgsh:SoftwareProduct-license sh:NodeKindConstraintComponent
# The value of “licence” is text instead of an address.
INSERT DATA { <id/product/example> dct:license "https://example.org/first" }
