# expect: psgsh:BuildingBlockSpecification-specifies sh:MaxCountConstraintComponent
# The specification names two things where one is allowed: “specifies”.
INSERT DATA { <id/specification/example> psg:specifies <id/building-block/second> }
