# expect: psgsh:PrioritisationModel-feasibilityThreshold sh:DatatypeConstraintComponent
# The value of “feasibility threshold” is a whole number without a decimal point.
DELETE WHERE { <id/prioritisation-model/example> psg:feasibilityThreshold ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:feasibilityThreshold 1 }
