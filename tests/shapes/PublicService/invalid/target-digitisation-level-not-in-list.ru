# expect: psgsh:PublicService-targetDigitisationLevel sh:NodeConstraintComponent
# The code for “target digitisation level” is not in the code list.
INSERT DATA { <id/service/example> psg:targetDigitisationLevel <codelist/digitisation-level/unknown> }
