# expect: psgsh:Dependency-target sh:OrConstraintComponent
# The dependency names a system or roadmap item that is not described anywhere.
DELETE WHERE { <id/dependency/example> psg:target ?value } ;
INSERT DATA { <id/dependency/example> psg:target <id/system/nowhere> }
