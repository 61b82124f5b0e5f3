# expect: psgsh:InclusionMeasure-measureOf sh:ClassConstraintComponent
# The measure names a strategy document that is not described anywhere.
DELETE WHERE { <id/measure/example> psg:measureOf ?value } ;
INSERT DATA { <id/measure/example> psg:measureOf <id/strategy/nowhere> }
