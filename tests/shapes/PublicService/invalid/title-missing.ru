# expect: psgsh:PublicService-title sh:MinCountConstraintComponent
# The service has no title.
DELETE WHERE { <id/service/example> dct:title ?value }
