# expect: psgsh:JourneyStep-stepOrder sh:MinCountConstraintComponent
# The step has no step order.
DELETE WHERE { <id/step/example> psg:stepOrder ?value }
