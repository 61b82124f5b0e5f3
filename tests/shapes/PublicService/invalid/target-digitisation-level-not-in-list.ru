# expect: psgsh:PublicService-targetDigitisationLevel sh:NodeConstraintComponent
# There is no level 9.
INSERT DATA { <id/service/example> psg:targetDigitisationLevel <codelist/digitisation-level/9> }
