# expect: psgsh:ProcurementDecision-forBuildingBlock sh:MaxCountConstraintComponent
# The decision names two things where one is allowed: “for Building Block”.
INSERT DATA { <id/decision/example> psg:forBuildingBlock <id/building-block/second> }
