# expect: psgsh:IndicatorObservation-year sh:DatatypeConstraintComponent
# The value of “year” is not a whole number.
DELETE WHERE { <id/observation/example> psg:year ?value } ;
INSERT DATA { <id/observation/example> psg:year 2027.5 }
