# expect: psgsh:PublicService-hasInputType sh:ClassConstraintComponent
# The service names an evidence type that is not described anywhere.
INSERT DATA { <id/service/example> cv:hasInputType <id/evidence-type/nowhere> }
