# expect: psgsh:BuildingBlockSpecification-requiredRequirements sh:MaxCountConstraintComponent
# The specification has two values of “required requirements”.
INSERT DATA { <id/specification/example> psg:requiredRequirements 1 , 2 }
