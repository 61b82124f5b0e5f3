# expect: psgsh:JourneyStep-isPrecededBy sh:ClassConstraintComponent
# The step names a journey step that is not described anywhere.
INSERT DATA { <id/step/example> p-plan:isPrecededBy <id/step/nowhere> }
