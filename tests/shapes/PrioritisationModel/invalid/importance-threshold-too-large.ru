# expect: psgsh:PrioritisationModel-importanceThreshold sh:MaxInclusiveConstraintComponent
# The value of “importance threshold” is above 5.
DELETE WHERE { <id/prioritisation-model/example> psg:importanceThreshold ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:importanceThreshold 5.5 }
