# expect: psgsh:PublicService-digitisationLevel sh:NodeConstraintComponent
# The code for “digitisation level” is not in the code list.
DELETE WHERE { <id/service/example> psg:digitisationLevel ?value } ;
INSERT DATA { <id/service/example> psg:digitisationLevel <codelist/digitisation-level/unknown> }
