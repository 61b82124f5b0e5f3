# expect: psgsh:Dependency-target sh:MinCountConstraintComponent
# The dependency names no system or roadmap item.
DELETE WHERE { <id/dependency/example> psg:target ?value }
