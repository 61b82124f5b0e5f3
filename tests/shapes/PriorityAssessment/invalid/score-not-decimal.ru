# expect: psgsh:PriorityAssessment-score sh:DatatypeConstraintComponent
# The value of “score” is a whole number without a decimal point.
DELETE WHERE { <id/assessment/example> psg:score ?value } ;
INSERT DATA { <id/assessment/example> psg:score 1 }
