# expect: psgsh:BuildingBlockSpecification-apiDocument sh:PatternConstraintComponent
# The value of “API document” is a script instead of a web address.
INSERT DATA { <id/specification/example> psg:apiDocument <javascript:alert(1)> }
