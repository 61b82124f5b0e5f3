# expect: psgsh:IndicatorObservation-denominator sh:DatatypeConstraintComponent
# The value of “denominator” is a whole number without a decimal point.
DELETE WHERE { <id/observation/example> psg:denominator ?value } ;
INSERT DATA { <id/observation/example> psg:denominator 200 }
