# expect: psgsh:Stack-spatial sh:NodeKindConstraintComponent
# The value of “area” is text instead of an address.
INSERT DATA { <id/stack/example> dct:spatial "https://example.org/first" }
