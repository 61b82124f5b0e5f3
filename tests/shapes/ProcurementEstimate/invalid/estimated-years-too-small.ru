# expect: psgsh:ProcurementEstimate-estimatedYears sh:MinInclusiveConstraintComponent
# The value of “estimated years” is too small.
DELETE WHERE { <id/estimate/example> psg:estimatedYears ?value } ;
INSERT DATA { <id/estimate/example> psg:estimatedYears 0 }
