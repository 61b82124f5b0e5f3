# expect: psgsh:YearlyCapacity-budget sh:MinInclusiveConstraintComponent
# The value of “budget” is too small.
DELETE WHERE { <id/yearly-capacity/example> psg:budget ?value } ;
INSERT DATA { <id/yearly-capacity/example> psg:budget "-0.5"^^xsd:decimal }
