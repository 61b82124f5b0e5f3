# expect: psgsh:BuildingBlockSpecification-recommendedRequirements sh:MaxCountConstraintComponent
# The specification has two values of “recommended requirements”.
INSERT DATA { <id/specification/example> psg:recommendedRequirements 1 , 2 }
