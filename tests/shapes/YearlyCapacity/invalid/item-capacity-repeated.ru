# expect: psgsh:YearlyCapacity-itemCapacity sh:MaxCountConstraintComponent
# The yearly capacity has two values of “item capacity”.
INSERT DATA { <id/yearly-capacity/example> psg:itemCapacity 31 }
