# expect: psgsh:DependencyCycle sh:SPARQLConstraintComponent
# A system depends on itself.
INSERT DATA { <id/system/example> psg:dependsOn <id/system/example> }
