# expect: psgsh:DependencyCycle sh:SPARQLConstraintComponent
# Each of two systems depends on the other.
INSERT DATA { <id/system/example-2> psg:dependsOn <id/system/example> }
