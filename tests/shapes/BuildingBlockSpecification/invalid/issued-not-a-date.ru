# expect: psgsh:BuildingBlockSpecification-issued sh:DatatypeConstraintComponent
# The value of “date of issue” is not a date.
INSERT DATA { <id/specification/example> dct:issued "30 April 2026" }
