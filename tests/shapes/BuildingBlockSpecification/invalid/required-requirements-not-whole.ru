# expect: psgsh:BuildingBlockSpecification-requiredRequirements sh:DatatypeConstraintComponent
# The value of “required requirements” is not a whole number.
INSERT DATA { <id/specification/example> psg:requiredRequirements 1.5 }
