# expect: psgsh:PublicService-digitisationLevel sh:NodeConstraintComponent
# There is no level 9.
DELETE WHERE { <id/service/example> psg:digitisationLevel ?value } ;
INSERT DATA { <id/service/example> psg:digitisationLevel <codelist/digitisation-level/9> }
