# expect: psgsh:PriorityAssessment-assessedService sh:MinCountConstraintComponent
# The priority assessment names no public service.
DELETE WHERE { <id/assessment/example> psg:assessedService ?value }
