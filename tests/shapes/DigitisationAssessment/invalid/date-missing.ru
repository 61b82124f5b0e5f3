# expect: psgsh:DigitisationAssessment-date sh:MinCountConstraintComponent
# The digitisation assessment has no date.
DELETE WHERE { <id/level-assessment/example> dct:date ?value }
