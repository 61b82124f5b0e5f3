# expect: psgsh:StepWithoutPhase sh:SPARQLConstraintComponent
# A step of an as-is journey does not say in which phase it happens.
DELETE WHERE { <id/step/example-1> psg:phase ?phase }
