# expect: psgsh:PrioritisationModel-importanceThreshold sh:MinCountConstraintComponent
# The model has no importance threshold.
DELETE WHERE { <id/prioritisation-model/example> psg:importanceThreshold ?value }
