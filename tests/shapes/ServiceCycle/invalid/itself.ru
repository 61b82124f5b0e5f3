# expect: psgsh:ServiceCycle sh:SPARQLConstraintComponent
# The service requires itself.
INSERT DATA { <id/service/example> dct:requires <id/service/example> }
