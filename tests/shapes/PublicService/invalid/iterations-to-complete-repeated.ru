# expect: psgsh:PublicService-iterationsToComplete sh:MaxCountConstraintComponent
# The service has two values of “iterations to complete”.
INSERT DATA { <id/service/example> psg:iterationsToComplete 1 , 2 }
