# expect: psgsh:ProcurementEstimate-estimatedYears sh:MaxInclusiveConstraintComponent
# The value of “estimated years” is too large.
DELETE WHERE { <id/estimate/example> psg:estimatedYears ?value } ;
INSERT DATA { <id/estimate/example> psg:estimatedYears 21 }
