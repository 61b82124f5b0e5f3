# expect: psgsh:ProcurementEstimate-estimatedCost sh:MaxCountConstraintComponent
# The estimate has two values of “estimated cost”.
INSERT DATA { <id/estimate/example> psg:estimatedCost 300000.0 }
