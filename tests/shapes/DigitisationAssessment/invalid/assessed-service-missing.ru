# expect: psgsh:DigitisationAssessment-assessedService sh:MinCountConstraintComponent
# The digitisation assessment names no public service.
DELETE WHERE { <id/level-assessment/example> psg:assessedService ?value }
