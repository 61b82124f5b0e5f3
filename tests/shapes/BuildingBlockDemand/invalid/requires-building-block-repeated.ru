# expect: psgsh:BuildingBlockDemand-requiresBuildingBlock sh:MaxCountConstraintComponent
# The Building Block demand names two things where one is allowed: “requires Building Block”.
INSERT DATA { <id/demand/example> psg:requiresBuildingBlock <id/building-block/second> }
