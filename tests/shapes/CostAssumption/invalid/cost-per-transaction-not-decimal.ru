# expect: psgsh:CostAssumption-costPerTransaction sh:DatatypeConstraintComponent
# The value is a whole number without a decimal point.
DELETE WHERE { <id/cost-assumption/example> psg:costPerTransaction ?value } ;
INSERT DATA { <id/cost-assumption/example> psg:costPerTransaction 3 }
