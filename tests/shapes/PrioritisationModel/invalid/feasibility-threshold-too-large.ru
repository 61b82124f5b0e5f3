# expect: psgsh:PrioritisationModel-feasibilityThreshold sh:MaxInclusiveConstraintComponent
# The value of “feasibility threshold” is above 5.
DELETE WHERE { <id/prioritisation-model/example> psg:feasibilityThreshold ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:feasibilityThreshold 5.5 }
