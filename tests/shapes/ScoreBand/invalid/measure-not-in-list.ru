# expect: psgsh:ScoreBand-measure sh:NodeConstraintComponent
# The code for “measure” is not in the code list.
DELETE WHERE { <id/band/example> psg:measure ?value } ;
INSERT DATA { <id/band/example> psg:measure <codelist/prioritisation-measure/unknown> }
