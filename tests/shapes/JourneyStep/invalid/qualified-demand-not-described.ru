# expect: psgsh:JourneyStep-qualifiedDemand sh:ClassConstraintComponent
# The step names a Building Block demand that is not described anywhere.
INSERT DATA { <id/step/example> psg:qualifiedDemand <id/demand/nowhere> }
