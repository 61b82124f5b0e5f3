# expect: psgsh:ScoreBand-below sh:DatatypeConstraintComponent
# The value is a whole number without a decimal point.
DELETE WHERE { <id/band/example> psg:below ?value } ;
INSERT DATA { <id/band/example> psg:below 4 }
