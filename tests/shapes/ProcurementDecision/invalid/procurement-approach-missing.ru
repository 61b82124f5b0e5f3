# expect: psgsh:ProcurementDecision-procurementApproach sh:MinCountConstraintComponent
# The decision has no code for “procurement approach”.
DELETE WHERE { <id/decision/example> psg:procurementApproach ?value }
