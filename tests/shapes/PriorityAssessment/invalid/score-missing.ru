# expect: psgsh:PriorityAssessment-score sh:MinCountConstraintComponent
# The priority assessment has no score.
DELETE WHERE { <id/assessment/example> psg:score ?value }
