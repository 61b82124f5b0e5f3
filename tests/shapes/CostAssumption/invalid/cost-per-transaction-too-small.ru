# expect: psgsh:CostAssumption-costPerTransaction sh:MinInclusiveConstraintComponent
# The value of “cost per transaction” is too small.
DELETE WHERE { <id/cost-assumption/example> psg:costPerTransaction ?value } ;
INSERT DATA { <id/cost-assumption/example> psg:costPerTransaction "-0.5"^^xsd:decimal }
