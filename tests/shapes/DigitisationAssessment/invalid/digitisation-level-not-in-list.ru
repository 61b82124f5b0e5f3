# expect: psgsh:DigitisationAssessment-digitisationLevel sh:NodeConstraintComponent
# The code for “digitisation level” is not in the code list.
DELETE WHERE { <id/level-assessment/example> psg:digitisationLevel ?value } ;
INSERT DATA { <id/level-assessment/example> psg:digitisationLevel <codelist/digitisation-level/unknown> }
