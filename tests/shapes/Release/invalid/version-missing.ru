# expect: psgsh:Release-version sh:MinCountConstraintComponent
# The release has no version.
DELETE WHERE { <id/release/example> dcat:version ?value }
