# expect: psgsh:JourneyStep-asksForEvidence sh:ClassConstraintComponent
# The step names an evidence type that is not described anywhere.
INSERT DATA { <id/step/example> psg:asksForEvidence <id/evidence-type/nowhere> }
