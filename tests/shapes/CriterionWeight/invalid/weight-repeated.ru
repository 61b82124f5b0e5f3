# expect: psgsh:CriterionWeight-weight sh:MaxCountConstraintComponent
# The criterion weight has two values of “weight”.
INSERT DATA { <id/weight/example> psg:weight 0.6 }
