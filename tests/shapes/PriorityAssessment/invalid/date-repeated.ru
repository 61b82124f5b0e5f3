# expect: psgsh:PriorityAssessment-date sh:MaxCountConstraintComponent
# The priority assessment has two values of “date”.
INSERT DATA { <id/assessment/example> dct:date "2026-05-31"^^xsd:date }
