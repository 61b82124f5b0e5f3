# expect: psgsh:BuildingBlockSpecification-requiredRequirements sh:MinInclusiveConstraintComponent
# The value of “required requirements” is below 0.
INSERT DATA { <id/specification/example> psg:requiredRequirements -1 }
