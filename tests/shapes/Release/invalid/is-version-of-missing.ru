# expect: psgsh:Release-isVersionOf sh:MinCountConstraintComponent
# The release names no catalogue.
DELETE WHERE { <id/release/example> dcat:isVersionOf ?value }
