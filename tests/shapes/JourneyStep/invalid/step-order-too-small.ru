# expect: psgsh:JourneyStep-stepOrder sh:MinInclusiveConstraintComponent
# The value of “step order” is below 1.
DELETE WHERE { <id/step/example> psg:stepOrder ?value } ;
INSERT DATA { <id/step/example> psg:stepOrder 0 }
