# expect: psgsh:IndicatorObservation-denominator sh:MaxCountConstraintComponent
# The observation has two values of “denominator”.
INSERT DATA { <id/observation/example> psg:denominator 200.5 }
