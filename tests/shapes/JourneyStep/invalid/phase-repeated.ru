# expect: psgsh:JourneyStep-phase sh:MaxCountConstraintComponent
# The step has two codes for “phase”.
INSERT DATA { <id/step/example> psg:phase <codelist/journey-phase/post-contact> }
