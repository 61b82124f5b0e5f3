# expect: psgsh:Dependency-target sh:MaxCountConstraintComponent
# The dependency names two things where one is allowed: “target”.
INSERT DATA { <id/dependency/example> psg:target <id/system/second> }
