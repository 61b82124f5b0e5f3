# expect: psgsh:CostAssumption-costPerTransaction sh:MinCountConstraintComponent
# The assumption has no cost per transaction.
DELETE WHERE { <id/cost-assumption/example> psg:costPerTransaction ?value }
