# expect: psgsh:CostAssumption-costPerTransaction sh:MaxCountConstraintComponent
# The assumption has two values of “cost per transaction”.
INSERT DATA { <id/cost-assumption/example> psg:costPerTransaction 3.5 }
