# expect: psgsh:PublicService-hasChannel sh:ClassConstraintComponent
# The service names a channel that is not described anywhere.
DELETE WHERE { <id/service/example> cv:hasChannel ?value } ;
INSERT DATA { <id/service/example> cv:hasChannel <id/channel/nowhere> }
