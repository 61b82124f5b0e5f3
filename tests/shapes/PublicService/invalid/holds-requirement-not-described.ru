# expect: psgsh:PublicService-holdsRequirement sh:ClassConstraintComponent
# The service names a requirement that is not described anywhere.
INSERT DATA { <id/service/example> cv:holdsRequirement <id/requirement/nowhere> }
