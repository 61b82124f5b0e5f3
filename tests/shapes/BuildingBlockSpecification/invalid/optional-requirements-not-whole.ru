# expect: psgsh:BuildingBlockSpecification-optionalRequirements sh:DatatypeConstraintComponent
# The value of “optional requirements” is not a whole number.
INSERT DATA { <id/specification/example> psg:optionalRequirements 1.5 }
