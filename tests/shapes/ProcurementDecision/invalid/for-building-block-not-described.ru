# expect: psgsh:ProcurementDecision-forBuildingBlock sh:ClassConstraintComponent
# The decision names a Building Block that is not described anywhere.
DELETE WHERE { <id/decision/example> psg:forBuildingBlock ?value } ;
INSERT DATA { <id/decision/example> psg:forBuildingBlock <id/building-block/nowhere> }
