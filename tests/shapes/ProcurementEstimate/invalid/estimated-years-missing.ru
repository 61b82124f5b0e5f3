# expect: psgsh:ProcurementEstimate-estimatedYears sh:MinCountConstraintComponent
# The estimate has no “estimated years”.
DELETE WHERE { <id/estimate/example> psg:estimatedYears ?value }
