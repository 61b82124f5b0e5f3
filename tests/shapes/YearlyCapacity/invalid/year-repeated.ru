# expect: psgsh:YearlyCapacity-year sh:MaxCountConstraintComponent
# The yearly capacity has two values of “year”.
INSERT DATA { <id/yearly-capacity/example> psg:year 2028 }
