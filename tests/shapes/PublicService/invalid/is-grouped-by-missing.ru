# expect: psgsh:PublicService-isGroupedBy-recommended sh:MinCountConstraintComponent
# The service names no life event or business event.
DELETE WHERE { <id/service/example> cv:isGroupedBy ?value }
