# expect: psgsh:ProcurementEstimate-procurementApproach sh:MinCountConstraintComponent
# The estimate has no code for “procurement approach”.
DELETE WHERE { <id/estimate/example> psg:procurementApproach ?value }
