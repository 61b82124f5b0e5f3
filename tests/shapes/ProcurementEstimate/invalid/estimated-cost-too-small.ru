# expect: psgsh:ProcurementEstimate-estimatedCost sh:MinInclusiveConstraintComponent
# The value of “estimated cost” is too small.
DELETE WHERE { <id/estimate/example> psg:estimatedCost ?value } ;
INSERT DATA { <id/estimate/example> psg:estimatedCost "-1.0"^^xsd:decimal }
