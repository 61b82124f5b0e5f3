# expect: psgsh:IndicatorObservation-denominator sh:MinExclusiveConstraintComponent
# The value of “denominator” is 0.
DELETE WHERE { <id/observation/example> psg:denominator ?value } ;
INSERT DATA { <id/observation/example> psg:denominator 0.0 }
