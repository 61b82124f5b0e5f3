# expect: psgsh:YearlyCapacity-budget sh:DatatypeConstraintComponent
# The value is a whole number without a decimal point.
DELETE WHERE { <id/yearly-capacity/example> psg:budget ?value } ;
INSERT DATA { <id/yearly-capacity/example> psg:budget 4 }
