# expect: psgsh:PriorityAssessment-date sh:MinCountConstraintComponent
# The priority assessment has no date.
DELETE WHERE { <id/assessment/example> dct:date ?value }
