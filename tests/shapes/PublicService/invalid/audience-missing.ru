# expect: psgsh:PublicService-audience-recommended sh:MinCountConstraintComponent
# The service has no code for “audience”.
DELETE WHERE { <id/service/example> dct:audience ?value }
