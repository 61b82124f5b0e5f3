# expect: psgsh:ScoreBand-score sh:MaxInclusiveConstraintComponent
# The value of “score” is too large.
DELETE WHERE { <id/band/example> psg:score ?value } ;
INSERT DATA { <id/band/example> psg:score 5.5 }
