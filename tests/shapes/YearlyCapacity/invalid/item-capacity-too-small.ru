# expect: psgsh:YearlyCapacity-itemCapacity sh:MinInclusiveConstraintComponent
# The value of “item capacity” is too small.
DELETE WHERE { <id/yearly-capacity/example> psg:itemCapacity ?value } ;
INSERT DATA { <id/yearly-capacity/example> psg:itemCapacity -1 }
