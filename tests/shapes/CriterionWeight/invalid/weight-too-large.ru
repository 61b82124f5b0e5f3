# expect: psgsh:CriterionWeight-weight sh:MaxInclusiveConstraintComponent
# The value of “weight” is above 1.
DELETE WHERE { <id/weight/example> psg:weight ?value } ;
INSERT DATA { <id/weight/example> psg:weight 1.5 }
