# expect: psgsh:StepOrderRepeated sh:SPARQLConstraintComponent
# Two steps stand in the same place of the journey.
DELETE DATA { <id/step/example-2> psg:stepOrder 2 } ;
INSERT DATA { <id/step/example-2> psg:stepOrder 1 }
