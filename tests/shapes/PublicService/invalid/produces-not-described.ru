# expect: psgsh:PublicService-produces sh:ClassConstraintComponent
# The service names an output that is not described anywhere.
INSERT DATA { <id/service/example> cpsv:produces <id/output/nowhere> }
