# expect: psgsh:Release-isVersionOf sh:MaxCountConstraintComponent
# The release names two things where one is allowed: “version of”.
INSERT DATA { <id/release/example> dcat:isVersionOf <id/catalogue/second> }
