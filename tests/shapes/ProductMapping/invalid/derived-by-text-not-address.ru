# expect: psgsh:ProductMapping-derivedBy sh:NodeKindConstraintComponent
# The value of “derived by” is text instead of an address.
INSERT DATA { <id/product-mapping/example> psg:derivedBy "https://example.org/first" }
