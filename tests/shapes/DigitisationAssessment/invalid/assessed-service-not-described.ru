# expect: psgsh:DigitisationAssessment-assessedService sh:ClassConstraintComponent
# The digitisation assessment names a public service that is not described anywhere.
DELETE WHERE { <id/level-assessment/example> psg:assessedService ?value } ;
INSERT DATA { <id/level-assessment/example> psg:assessedService <id/service/nowhere> }
