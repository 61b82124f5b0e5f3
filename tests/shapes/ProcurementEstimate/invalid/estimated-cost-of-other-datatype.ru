# expect: psgsh:ProcurementEstimate-estimatedCost sh:DatatypeConstraintComponent
# The value of “estimated cost” is a number of another kind.
DELETE WHERE { <id/estimate/example> psg:estimatedCost ?value } ;
INSERT DATA { <id/estimate/example> psg:estimatedCost 250000 }
