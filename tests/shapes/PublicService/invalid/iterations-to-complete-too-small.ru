# expect: psgsh:PublicService-iterationsToComplete sh:MinInclusiveConstraintComponent
# The value of “iterations to complete” is below 0.
INSERT DATA { <id/service/example> psg:iterationsToComplete -1 }
