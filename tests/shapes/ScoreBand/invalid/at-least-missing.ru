# expect: psgsh:ScoreBand-atLeast sh:MinCountConstraintComponent
# The score band has no at least.
DELETE WHERE { <id/band/example> psg:atLeast ?value }
