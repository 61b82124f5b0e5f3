# expect: psgsh:ScoreBand-atLeast sh:MaxCountConstraintComponent
# The score band has two values of “at least”.
INSERT DATA { <id/band/example> psg:atLeast 2.5 }
