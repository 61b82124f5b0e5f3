# expect: psgsh:IndicatorObservation-numerator sh:DatatypeConstraintComponent
# The value of “numerator” is a whole number without a decimal point.
DELETE WHERE { <id/observation/example> psg:numerator ?value } ;
INSERT DATA { <id/observation/example> psg:numerator 1 }
