# expect: psgsh:PublicService-digitisationLevel-recommended sh:MinCountConstraintComponent
# The service has no code for “digitisation level”.
DELETE WHERE { <id/service/example> psg:digitisationLevel ?value }
