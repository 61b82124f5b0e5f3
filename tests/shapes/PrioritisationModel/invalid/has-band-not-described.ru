# expect: psgsh:PrioritisationModel-hasBand sh:ClassConstraintComponent
# The band is not described.
INSERT DATA { <id/prioritisation-model/example> psg:hasBand <id/band/nowhere> }
