# expect: psgsh:ProcurementEstimate-requiredTeams sh:MaxCountConstraintComponent
# The estimate has two values of “required teams”.
INSERT DATA { <id/estimate/example> psg:requiredTeams 1 , 2 }
