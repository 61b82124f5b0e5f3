# expect: psgsh:YearlyCapacity-year sh:MinCountConstraintComponent
# The yearly capacity has no year.
DELETE WHERE { <id/yearly-capacity/example> psg:year ?value }
