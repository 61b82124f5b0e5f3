# expect: psgsh:PublicService-description sh:MinCountConstraintComponent
# The service has no description.
DELETE WHERE { <id/service/example> dct:description ?value }
