# expect: psgsh:YearlyCapacity-year sh:DatatypeConstraintComponent
# The year is written as a decimal number.
DELETE WHERE { <id/yearly-capacity/example> psg:year ?value } ;
INSERT DATA { <id/yearly-capacity/example> psg:year 2027.0 }
