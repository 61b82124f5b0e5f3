# expect: psgsh:JourneyStep-appliesPattern sh:ClassConstraintComponent
# The step names a service pattern that is not described anywhere.
INSERT DATA { <id/step/example> psg:appliesPattern <id/pattern/nowhere> }
