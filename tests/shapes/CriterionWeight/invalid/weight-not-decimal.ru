# expect: psgsh:CriterionWeight-weight sh:DatatypeConstraintComponent
# The value of “weight” is a whole number without a decimal point.
DELETE WHERE { <id/weight/example> psg:weight ?value } ;
INSERT DATA { <id/weight/example> psg:weight 1 }
