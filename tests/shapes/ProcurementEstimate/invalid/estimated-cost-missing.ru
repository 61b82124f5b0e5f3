# expect: psgsh:ProcurementEstimate-estimatedCost sh:MinCountConstraintComponent
# The estimate has no “estimated cost”.
DELETE WHERE { <id/estimate/example> psg:estimatedCost ?value }
