# expect: psgsh:CostAssumption-digitisationLevel sh:NodeConstraintComponent
# The level is not in the code list.
DELETE WHERE { <id/cost-assumption/example> psg:digitisationLevel ?value } ;
INSERT DATA { <id/cost-assumption/example> psg:digitisationLevel <codelist/digitisation-level/9> }
