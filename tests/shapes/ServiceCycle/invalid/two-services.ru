# expect: psgsh:ServiceCycle sh:SPARQLConstraintComponent
# Each of two services requires the other.
INSERT DATA { <id/service/example> dct:requires <id/service/example-2> }
