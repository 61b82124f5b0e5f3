# expect: psgsh:PublicService-digitisationLevel sh:NodeConstraintComponent
# The code is one of another list.
DELETE WHERE { <id/service/example> psg:digitisationLevel ?value } ;
INSERT DATA { <id/service/example> psg:digitisationLevel <codelist/hosting/cloud> }
