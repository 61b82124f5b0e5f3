# expect: psgsh:WeightSum sh:SPARQLConstraintComponent
# The weights of importance add up to 1.1.
DELETE DATA { <id/weight/example-1> psg:weight 0.4 } ;
INSERT DATA { <id/weight/example-1> psg:weight 0.5 }
