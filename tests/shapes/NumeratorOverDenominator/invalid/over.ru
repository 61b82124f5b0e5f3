# expect: psgsh:NumeratorOverDenominator sh:SPARQLConstraintComponent
# More transactions were successful than there were.
DELETE WHERE { <id/observation/example> psg:numerator ?numerator } ;
INSERT DATA { <id/observation/example> psg:numerator 120.5 }
