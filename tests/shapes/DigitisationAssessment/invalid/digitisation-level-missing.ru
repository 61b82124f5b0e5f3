# expect: psgsh:DigitisationAssessment-digitisationLevel sh:MinCountConstraintComponent
# The digitisation assessment has no code for “digitisation level”.
DELETE WHERE { <id/level-assessment/example> psg:digitisationLevel ?value }
