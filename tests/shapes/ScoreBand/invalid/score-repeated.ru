# expect: psgsh:ScoreBand-score sh:MaxCountConstraintComponent
# The score band has two values of “score”.
INSERT DATA { <id/band/example> psg:score 3.5 }
