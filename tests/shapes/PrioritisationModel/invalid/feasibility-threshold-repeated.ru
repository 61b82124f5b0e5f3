# expect: psgsh:PrioritisationModel-feasibilityThreshold sh:MaxCountConstraintComponent
# The model has two values of “feasibility threshold”.
INSERT DATA { <id/prioritisation-model/example> psg:feasibilityThreshold 4.5 }
