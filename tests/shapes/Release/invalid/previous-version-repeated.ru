# expect: psgsh:Release-previousVersion sh:MaxCountConstraintComponent
# The release names two things where one is allowed: “previous version”.
INSERT DATA { <id/release/example> dcat:previousVersion <id/release/first> , <id/release/second> }
