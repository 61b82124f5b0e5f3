# expect: psgsh:StepCycle sh:SPARQLConstraintComponent
# Each of two steps is said to precede the other.
INSERT DATA { <id/step/example-1> p-plan:isPrecededBy <id/step/example-2> }
