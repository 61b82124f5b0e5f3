# expect: psgsh:JourneyStep-inPerson sh:MaxCountConstraintComponent
# The step has two values of “in person”.
INSERT DATA { <id/step/example> psg:inPerson true , false }
