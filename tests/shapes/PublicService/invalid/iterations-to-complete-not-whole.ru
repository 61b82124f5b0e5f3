# expect: psgsh:PublicService-iterationsToComplete sh:DatatypeConstraintComponent
# The value of “iterations to complete” is not a whole number.
INSERT DATA { <id/service/example> psg:iterationsToComplete 1.5 }
