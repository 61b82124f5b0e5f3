# expect: psgsh:PrioritisationModel-feasibilityThreshold sh:MinCountConstraintComponent
# The model has no feasibility threshold.
DELETE WHERE { <id/prioritisation-model/example> psg:feasibilityThreshold ?value }
