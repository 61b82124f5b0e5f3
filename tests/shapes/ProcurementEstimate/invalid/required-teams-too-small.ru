# expect: psgsh:ProcurementEstimate-requiredTeams sh:MinInclusiveConstraintComponent
# The value of “required teams” is too small.
DELETE WHERE { <id/estimate/example> psg:requiredTeams ?value } ;
INSERT DATA { <id/estimate/example> psg:requiredTeams -1 }
