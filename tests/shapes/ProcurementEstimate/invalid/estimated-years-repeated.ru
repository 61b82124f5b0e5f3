# expect: psgsh:ProcurementEstimate-estimatedYears sh:MaxCountConstraintComponent
# The estimate has two values of “estimated years”.
INSERT DATA { <id/estimate/example> psg:estimatedYears 3 }
