# expect: psgsh:JourneyStep-legalJustification sh:ClassConstraintComponent
# The step names a regulatory instrument that is not described anywhere.
INSERT DATA { <id/step/example> psg:legalJustification <id/regulation/nowhere> }
