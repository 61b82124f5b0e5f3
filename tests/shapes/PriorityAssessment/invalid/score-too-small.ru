# expect: psgsh:PriorityAssessment-score sh:MinInclusiveConstraintComponent
# The value of “score” is below 1.
DELETE WHERE { <id/assessment/example> psg:score ?value } ;
INSERT DATA { <id/assessment/example> psg:score 0.5 }
