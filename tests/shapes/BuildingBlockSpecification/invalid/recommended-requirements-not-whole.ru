# expect: psgsh:BuildingBlockSpecification-recommendedRequirements sh:DatatypeConstraintComponent
# The value of “recommended requirements” is not a whole number.
INSERT DATA { <id/specification/example> psg:recommendedRequirements 1.5 }
