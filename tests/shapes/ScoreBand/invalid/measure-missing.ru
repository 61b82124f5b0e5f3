# expect: psgsh:ScoreBand-measure sh:MinCountConstraintComponent
# The score band has no measure.
DELETE WHERE { <id/band/example> psg:measure ?value }
