# expect: psgsh:ScoreBand-measure sh:MaxCountConstraintComponent
# The score band has two values of “measure”.
INSERT DATA { <id/band/example> psg:measure <codelist/prioritisation-measure/documents> }
