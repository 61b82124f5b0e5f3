# expect: psgsh:CostAssumption-digitisationLevel sh:MinCountConstraintComponent
# The assumption has no digitisation level.
DELETE WHERE { <id/cost-assumption/example> psg:digitisationLevel ?value }
