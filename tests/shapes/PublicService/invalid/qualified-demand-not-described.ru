# expect: psgsh:PublicService-qualifiedDemand sh:ClassConstraintComponent
# The service names a Building Block demand that is not described anywhere.
INSERT DATA { <id/service/example> psg:qualifiedDemand <id/demand/nowhere> }
