# expect: psgsh:YearlyCapacity-itemCapacity sh:DatatypeConstraintComponent
# The value is a decimal number.
DELETE WHERE { <id/yearly-capacity/example> psg:itemCapacity ?value } ;
INSERT DATA { <id/yearly-capacity/example> psg:itemCapacity 4.5 }
