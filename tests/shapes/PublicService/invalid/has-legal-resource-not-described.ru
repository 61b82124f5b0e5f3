# expect: psgsh:PublicService-hasLegalResource sh:ClassConstraintComponent
# The service names a regulatory instrument that is not described anywhere.
INSERT DATA { <id/service/example> cv:hasLegalResource <id/regulation/nowhere> }
