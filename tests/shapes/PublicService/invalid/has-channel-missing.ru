# expect: psgsh:PublicService-hasChannel-recommended sh:MinCountConstraintComponent
# The service names no channel.
DELETE WHERE { <id/service/example> cv:hasChannel ?value }
