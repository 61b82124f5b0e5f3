# expect: psgsh:ProcurementDecision-forBuildingBlock sh:MinCountConstraintComponent
# The decision names no Building Block.
DELETE WHERE { <id/decision/example> psg:forBuildingBlock ?value }
