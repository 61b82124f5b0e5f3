# expect: psgsh:Release-title sh:MinCountConstraintComponent
# The release has no title.
DELETE WHERE { <id/release/example> dct:title ?value }
