# expect: psgsh:PrioritisationModel-hasWeight sh:MinCountConstraintComponent
# The model names no criterion weight.
DELETE WHERE { <id/prioritisation-model/example> psg:hasWeight ?value }
