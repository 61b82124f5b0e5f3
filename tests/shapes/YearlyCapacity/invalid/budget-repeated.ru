# expect: psgsh:YearlyCapacity-budget sh:MaxCountConstraintComponent
# The yearly capacity has two values of “budget”.
INSERT DATA { <id/yearly-capacity/example> psg:budget 1.0 }
