# expect: psgsh:BuildingBlockSpecification-optionalRequirements sh:MaxCountConstraintComponent
# The specification has two values of “optional requirements”.
INSERT DATA { <id/specification/example> psg:optionalRequirements 1 , 2 }
