# expect: psgsh:Release-version sh:MaxCountConstraintComponent
# The release has two values of “version”.
INSERT DATA { <id/release/example> dcat:version "1.0.1" }
