# expect: psgsh:DigitisationAssessment-digitisationLevel sh:MaxCountConstraintComponent
# The digitisation assessment has two codes for “digitisation level”.
INSERT DATA { <id/level-assessment/example> psg:digitisationLevel <codelist/digitisation-level/2> }
