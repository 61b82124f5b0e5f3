# expect: psgsh:PrecedingStepElsewhere sh:SPARQLConstraintComponent
# The preceding step belongs to another journey.
INSERT DATA { <id/step/example-1> p-plan:isPrecededBy <id/step/first> }
