# expect: psgsh:PriorityAssessment-assessedService sh:ClassConstraintComponent
# The priority assessment names a public service that is not described anywhere.
DELETE WHERE { <id/assessment/example> psg:assessedService ?value } ;
INSERT DATA { <id/assessment/example> psg:assessedService <id/service/nowhere> }
