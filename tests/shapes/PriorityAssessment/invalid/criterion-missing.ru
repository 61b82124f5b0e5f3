# expect: psgsh:PriorityAssessment-criterion sh:MinCountConstraintComponent
# The priority assessment has no code for “criterion”.
DELETE WHERE { <id/assessment/example> psg:criterion ?value }
