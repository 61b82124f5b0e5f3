# expect: psgsh:PublicService-targetDigitisationLevel sh:MaxCountConstraintComponent
# The service has two codes for “target digitisation level”.
INSERT DATA { <id/service/example> psg:targetDigitisationLevel <codelist/digitisation-level/4> , <codelist/digitisation-level/3> }
