# expect: psgsh:ScoreBand-below sh:MaxCountConstraintComponent
# The score band has two values of “below”.
INSERT DATA { <id/band/example> psg:below 4.5 }
