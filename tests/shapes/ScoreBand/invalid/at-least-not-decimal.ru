# expect: psgsh:ScoreBand-atLeast sh:DatatypeConstraintComponent
# The value is a whole number without a decimal point.
DELETE WHERE { <id/band/example> psg:atLeast ?value } ;
INSERT DATA { <id/band/example> psg:atLeast 2 }
