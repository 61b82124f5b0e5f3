# expect: psgsh:ScoreBand-score sh:MinInclusiveConstraintComponent
# The value of “score” is too small.
DELETE WHERE { <id/band/example> psg:score ?value } ;
INSERT DATA { <id/band/example> psg:score 0.5 }
