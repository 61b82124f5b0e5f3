# expect: psgsh:IndicatorObservation-numerator sh:MaxCountConstraintComponent
# The observation has two values of “numerator”.
INSERT DATA { <id/observation/example> psg:numerator 90.5 }
