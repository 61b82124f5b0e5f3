# expect: psgsh:PrioritisationModel-importanceThreshold sh:MinInclusiveConstraintComponent
# The value of “importance threshold” is below 1.
DELETE WHERE { <id/prioritisation-model/example> psg:importanceThreshold ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:importanceThreshold 0.5 }
