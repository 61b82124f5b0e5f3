# expect: psgsh:PriorityAssessment-score sh:MaxInclusiveConstraintComponent
# The value of “score” is above 5.
DELETE WHERE { <id/assessment/example> psg:score ?value } ;
INSERT DATA { <id/assessment/example> psg:score 5.5 }
