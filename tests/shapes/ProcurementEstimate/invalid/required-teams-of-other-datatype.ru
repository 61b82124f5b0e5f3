# expect: psgsh:ProcurementEstimate-requiredTeams sh:DatatypeConstraintComponent
# The value of “required teams” is a number of another kind.
DELETE WHERE { <id/estimate/example> psg:requiredTeams ?value } ;
INSERT DATA { <id/estimate/example> psg:requiredTeams 1.0 }
