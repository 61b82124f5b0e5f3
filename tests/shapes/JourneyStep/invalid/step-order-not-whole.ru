# expect: psgsh:JourneyStep-stepOrder sh:DatatypeConstraintComponent
# The value of “step order” is not a whole number.
DELETE WHERE { <id/step/example> psg:stepOrder ?value } ;
INSERT DATA { <id/step/example> psg:stepOrder 2.5 }
