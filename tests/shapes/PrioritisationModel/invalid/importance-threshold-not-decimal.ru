# expect: psgsh:PrioritisationModel-importanceThreshold sh:DatatypeConstraintComponent
# The value of “importance threshold” is a whole number without a decimal point.
DELETE WHERE { <id/prioritisation-model/example> psg:importanceThreshold ?value } ;
INSERT DATA { <id/prioritisation-model/example> psg:importanceThreshold 1 }
