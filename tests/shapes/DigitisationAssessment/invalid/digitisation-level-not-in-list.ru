# expect: psgsh:DigitisationAssessment-digitisationLevel sh:NodeConstraintComponent
# There is no level 9.
DELETE WHERE { <id/level-assessment/example> psg:digitisationLevel ?value } ;
INSERT DATA { <id/level-assessment/example> psg:digitisationLevel <codelist/digitisation-level/9> }
