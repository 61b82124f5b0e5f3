# expect: psgsh:PrioritisationModel-feasibilityThreshold sh:MinInclusiveConstraintComponent
# The value of “feasibility threshold” is below 1.
DELETE WHERE { <id/prioritisation-model/example> psg:feasibilityThreshold ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:feasibilityThreshold 0.5 }
