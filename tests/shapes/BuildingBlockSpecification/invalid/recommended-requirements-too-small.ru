# expect: psgsh:BuildingBlockSpecification-recommendedRequirements sh:MinInclusiveConstraintComponent
# The value of “recommended requirements” is below 0.
INSERT DATA { <id/specification/example> psg:recommendedRequirements -1 }
