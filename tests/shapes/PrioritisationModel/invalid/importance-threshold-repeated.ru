# expect: psgsh:PrioritisationModel-importanceThreshold sh:MaxCountConstraintComponent
# The model has two values of “importance threshold”.
INSERT DATA { <id/prioritisation-model/example> psg:importanceThreshold 4.5 }
