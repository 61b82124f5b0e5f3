# expect: psgsh:PublicService-supportedBySystem-recommended sh:MinCountConstraintComponent
# The service names no system.
DELETE WHERE { <id/service/example> psg:supportedBySystem ?value }
