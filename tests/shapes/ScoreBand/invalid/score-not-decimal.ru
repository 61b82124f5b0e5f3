# expect: psgsh:ScoreBand-score sh:DatatypeConstraintComponent
# The value is a whole number without a decimal point.
DELETE WHERE { <id/band/example> psg:score ?value } ;
INSERT DATA { <id/band/example> psg:score 3 }
