# expect: psgsh:PublicService-hasCost sh:ClassConstraintComponent
# The service names a cost that is not described anywhere.
INSERT DATA { <id/service/example> cv:hasCost <id/cost/nowhere> }
