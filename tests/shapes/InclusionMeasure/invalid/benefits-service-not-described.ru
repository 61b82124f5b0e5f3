# expect: psgsh:InclusionMeasure-benefitsService sh:ClassConstraintComponent
# The measure names a public service that is not described anywhere.
INSERT DATA { <id/measure/example> psg:benefitsService <id/service/nowhere> }
