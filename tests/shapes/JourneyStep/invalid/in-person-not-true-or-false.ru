# expect: psgsh:JourneyStep-inPerson sh:DatatypeConstraintComponent
# The value of “in person” is neither true nor false.
INSERT DATA { <id/step/example> psg:inPerson "yes" }
