# expect: psgsh:PriorityAssessment-score sh:MaxCountConstraintComponent
# The priority assessment has two values of “score”.
INSERT DATA { <id/assessment/example> psg:score 4.5 }
