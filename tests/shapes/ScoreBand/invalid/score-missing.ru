# expect: psgsh:ScoreBand-score sh:MinCountConstraintComponent
# The score band has no score.
DELETE WHERE { <id/band/example> psg:score ?value }
