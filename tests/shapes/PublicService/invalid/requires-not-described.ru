# expect: psgsh:PublicService-requires sh:ClassConstraintComponent
# The service names a public service that is not described anywhere.
INSERT DATA { <id/service/example> dct:requires <id/service/nowhere> }
