# expect: psgsh:BuildingBlockSpecification-apiDocument sh:NodeKindConstraintComponent
# The value of “API document” is text instead of an address.
INSERT DATA { <id/specification/example> psg:apiDocument "https://example.org/first" }
