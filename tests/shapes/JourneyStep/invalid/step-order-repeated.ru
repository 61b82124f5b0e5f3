# expect: psgsh:JourneyStep-stepOrder sh:MaxCountConstraintComponent
# The step has two values of “step order”.
INSERT DATA { <id/step/example> psg:stepOrder 9 }
