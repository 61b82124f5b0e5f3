# expect: psgsh:IndicatorObservation-year sh:MaxCountConstraintComponent
# The observation has two values of “year”.
INSERT DATA { <id/observation/example> psg:year 2028 }
