# expect: psgsh:PublicService-digitisationLevel sh:MaxCountConstraintComponent
# The service has two codes for “digitisation level”.
INSERT DATA { <id/service/example> psg:digitisationLevel <codelist/digitisation-level/3> }
