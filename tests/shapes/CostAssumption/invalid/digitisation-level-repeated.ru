# expect: psgsh:CostAssumption-digitisationLevel sh:MaxCountConstraintComponent
# The assumption has two values of “digitisation level”.
INSERT DATA { <id/cost-assumption/example> psg:digitisationLevel <codelist/digitisation-level/2> }
