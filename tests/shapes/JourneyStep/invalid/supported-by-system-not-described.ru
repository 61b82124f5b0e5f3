# expect: psgsh:JourneyStep-supportedBySystem sh:ClassConstraintComponent
# The step names a system that is not described anywhere.
INSERT DATA { <id/step/example> psg:supportedBySystem <id/system/nowhere> }
