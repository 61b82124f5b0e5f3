# expect: psgsh:ProcurementEstimate-estimatedYears sh:DatatypeConstraintComponent
# The value of “estimated years” is a number of another kind.
DELETE WHERE { <id/estimate/example> psg:estimatedYears ?value } ;
INSERT DATA { <id/estimate/example> psg:estimatedYears 2.0 }
