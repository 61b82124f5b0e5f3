# expect: psgsh:PrioritisationModel-hasWeight sh:ClassConstraintComponent
# The model names a criterion weight that is not described anywhere.
DELETE WHERE { <id/prioritisation-model/example> psg:hasWeight ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:hasWeight <id/weight/nowhere> }
