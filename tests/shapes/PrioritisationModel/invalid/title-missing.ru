# expect: psgsh:PrioritisationModel-title sh:MinCountConstraintComponent
# The model has no title.
DELETE WHERE { <id/prioritisation-model/example> dct:title ?value }
