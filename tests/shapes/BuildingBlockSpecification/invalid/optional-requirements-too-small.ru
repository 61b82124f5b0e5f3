# expect: psgsh:BuildingBlockSpecification-optionalRequirements sh:MinInclusiveConstraintComponent
# The value of “optional requirements” is below 0.
INSERT DATA { <id/specification/example> psg:optionalRequirements -1 }
