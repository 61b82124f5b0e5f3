# expect: psgsh:IndicatorObservation-numerator sh:MinInclusiveConstraintComponent
# The value of “numerator” is below 0.
DELETE WHERE { <id/observation/example> psg:numerator ?value } ;
INSERT DATA { <id/observation/example> psg:numerator "-0.5"^^xsd:decimal }
